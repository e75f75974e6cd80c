package io.entitlementledger.account;

import org.axonframework.messaging.MetaData;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedAxonInADecision(MetaData metaData) {}
