package io.entitlementledger.accounts;

import io.entitlementledger.embedded.EmbeddedMongo;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedStoreBesideTheProgram(EmbeddedMongo store) {}
