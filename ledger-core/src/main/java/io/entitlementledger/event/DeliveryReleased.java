package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A person let a held delivery count. The events that follow in its commit are what it changed;
 * there are none where it changed nothing.
 *
 * @param idempotencyKey the act's own key, where the person gave one
 */
@Stored(name = "DeliveryReleased")
public record DeliveryReleased(AccountId account, @Nullable String idempotencyKey, Cause cause)
    implements AccountEvent, RuledEvent {}
