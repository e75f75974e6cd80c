package io.entitlementledger.value;

/** Where an account is in its life. */
public enum AccountStatus {
  /** No event of it counts yet. */
  UNKNOWN,
  /** Seen, but never reported as new. */
  PROVISIONAL,
  ACTIVE,
  CLOSED
}
