package io.entitlementledger.event;

/** Why a delivery waits for a person. */
public enum HoldReason {
  /** The same key came with different content, or some of an order's changes are known already. */
  CONFLICTING_DUPLICATE,
  /** The same content came again, too late for a retry or without a key to tell. */
  SUSPECTED_DUPLICATE,
  /** The account is closed at the time it would count from. */
  ACCOUNT_CLOSED
}
