package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery told what was known already; it is recorded and not counted.
 *
 * @param original the delivery that was counted or held, where it is one delivery
 */
@Stored(name = "DeliveryDuplicated")
public record DeliveryDuplicated(
    AccountId account, DuplicateReason why, @Nullable String original, Cause cause)
    implements AccountEvent {}
