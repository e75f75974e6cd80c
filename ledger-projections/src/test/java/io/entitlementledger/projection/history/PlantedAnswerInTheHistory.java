package io.entitlementledger.projection.history;

import io.entitlementledger.projection.entitlements.EntitlementsAnswer;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedAnswerInTheHistory(EntitlementsAnswer answer) {}
