package io.entitlementledger.event;

/** Why a delivery is a duplicate. */
public enum DuplicateReason {
  /** The same idempotency key came with the same content. */
  SAME_IDEMPOTENCY_KEY,
  /** The same order changed the same lines with the same content, within the retry window. */
  SAME_ORDER,
  /** Under its key, it repeats a delivery that is held already. */
  ALREADY_HELD,
  /** A reading or a life-cycle event says what is so already. */
  PRESENT_STATE
}
