package io.entitlementledger.log;

import io.entitlementledger.value.AccountId;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedDomainInTheLog(AccountId account) {}
