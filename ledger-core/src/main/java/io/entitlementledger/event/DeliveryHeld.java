package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery was stored and not counted, because a person has to decide.
 *
 * @param original the earlier delivery it is in doubt against, where there is one
 * @param request all that it asked for, so that a release can apply it
 */
@Stored(name = "DeliveryHeld")
public record DeliveryHeld(
    AccountId account, HoldReason why, @Nullable String original, Request request, Cause cause)
    implements AccountEvent {}
