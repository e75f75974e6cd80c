package io.entitlementledger.projection.directory;

import io.entitlementledger.account.Verdict;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedCommandInAView(Verdict verdict) {}
