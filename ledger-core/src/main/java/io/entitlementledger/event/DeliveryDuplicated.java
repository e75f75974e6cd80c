package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery told what was known already; it is recorded and not counted.
 *
 * @param original the delivery that was counted or held, where it is one delivery
 * @param windows where one of them decided it; never in revision 1
 */
@Stored(name = "DeliveryDuplicated", revision = 2)
public record DeliveryDuplicated(
    AccountId account,
    DuplicateReason why,
    @Nullable String original,
    @Nullable Windows windows,
    Cause cause)
    implements AccountEvent {
  /** A duplicate at any distance in time. */
  public DeliveryDuplicated(
      AccountId account, DuplicateReason why, @Nullable String original, Cause cause) {
    this(account, why, original, null, cause);
  }
}
