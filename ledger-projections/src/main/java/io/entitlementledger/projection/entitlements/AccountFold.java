package io.entitlementledger.projection.entitlements;

import io.entitlementledger.value.AccountId;
import java.time.Instant;

/**
 * Everything known of one account, folded.
 *
 * @param position of the last event taken in
 * @param recordedAt when that event was recorded
 */
record AccountFold(AccountId account, long position, Instant recordedAt, EntitlementFold fold) {
  /** Whether it is the answer for a time, as known at a time, with nothing after a position. */
  boolean answers(Instant asOf, Instant knownAt, long upTo) {
    EntitlementFold.Horizon horizon = fold.horizon();
    return position <= upTo
        && !recordedAt.isAfter(knownAt)
        && (horizon == null || !horizon.effectiveAt().isAfter(asOf));
  }
}
