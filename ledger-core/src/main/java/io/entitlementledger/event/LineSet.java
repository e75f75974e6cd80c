package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;

/**
 * A gauge was read: the line is what the reading says.
 *
 * @param quantity what it is from now on, at least 0
 * @param before the line at the reading's effective time, as known when it was recorded
 * @param billable what the catalogue in use decided
 */
@Stored(name = "LineSet")
public record LineSet(
    AccountId account,
    LineKey line,
    Quantity quantity,
    Quantity before,
    boolean billable,
    Cause cause)
    implements AccountEvent {}
