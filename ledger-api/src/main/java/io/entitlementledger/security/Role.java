package io.entitlementledger.security;

import java.util.Locale;

/** What the holder of a key may do; {@link Routes} says to which route each is let in. */
public enum Role {
  /** Posts webhooks to its own source, nothing else. */
  INGEST,
  /** Reads everything, changes nothing. */
  AUDITOR,
  /** Entitlements, snapshots, periods and statements; closes a period. */
  BILLING,
  /** An auditor who also mends: retries, releases, discards, adjusts, reverses, transfers. */
  OPERATOR,
  /** All of it, and keys, projections, imports and the reopening of a period. */
  ADMIN;

  /** The word used in the store and in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
