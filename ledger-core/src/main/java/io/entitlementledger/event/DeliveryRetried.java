package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that could not be read was read again, by a later catalogue, and given to its account.
 * What it led to there is in the same commit.
 *
 * @param delivery the id of the delivery, which is its stream
 * @param reason why it is a duplicate or held, or a remark on what was applied
 * @param original the earlier delivery that decided it, where there is one
 * @param idempotencyKey the act's own key, where the person gave one
 */
@Stored(name = "DeliveryRetried")
public record DeliveryRetried(
    String delivery,
    AccountId account,
    Result result,
    @Nullable String reason,
    @Nullable String original,
    @Nullable String idempotencyKey,
    Cause cause)
    implements QuarantineEvent, RuledEvent {
  /** What its account decided on it. */
  public enum Result {
    APPLIED,
    DUPLICATE,
    HELD
  }
}
