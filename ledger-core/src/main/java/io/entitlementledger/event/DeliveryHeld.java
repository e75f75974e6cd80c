package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery was stored and not counted, because a person has to decide.
 *
 * @param original the earlier delivery it is in doubt against, where there is one
 * @param request all that it asked for, so that a release can apply it
 * @param windows where one of them decided it; never in revision 1
 */
@Stored(name = "DeliveryHeld", revision = 2)
public record DeliveryHeld(
    AccountId account,
    HoldReason why,
    @Nullable String original,
    Request request,
    @Nullable Windows windows,
    Cause cause)
    implements AccountEvent {
  /** A doubt at any distance in time. */
  public DeliveryHeld(
      AccountId account, HoldReason why, @Nullable String original, Request request, Cause cause) {
    this(account, why, original, request, null, cause);
  }
}
