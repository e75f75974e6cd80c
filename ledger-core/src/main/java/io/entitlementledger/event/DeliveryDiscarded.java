package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A person decided that a held delivery does not count.
 *
 * @param idempotencyKey the act's own key, where the person gave one
 */
@Stored(name = "DeliveryDiscarded")
public record DeliveryDiscarded(AccountId account, @Nullable String idempotencyKey, Cause cause)
    implements AccountEvent, RuledEvent {}
