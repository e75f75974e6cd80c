package io.entitlementledger.value;

import io.entitlementledger.event.Cause;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedEventInAValue(Cause cause) {}
