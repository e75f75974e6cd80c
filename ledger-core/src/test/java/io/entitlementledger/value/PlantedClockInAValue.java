package io.entitlementledger.value;

import java.time.Instant;

/** Violates an architecture rule, to show that the rule catches it. */
public final class PlantedClockInAValue {
  private PlantedClockInAValue() {}

  static Instant hidden() {
    return Instant.now();
  }
}
