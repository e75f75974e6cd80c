package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A line went down; below zero it is a shortfall, which is recorded and never clamped.
 *
 * @param by at least 1
 * @param before the line at the change's effective time, as known when it was recorded
 * @param after the line after it, likewise
 * @param billable what the catalogue in use decided
 * @param pon the order it belongs to
 * @param endedByClosure whether a closure had already ended what this takes away, so that it is
 *     without effect
 */
@Stored(name = "LineDecreased")
public record LineDecreased(
    AccountId account,
    LineKey line,
    Quantity by,
    Quantity before,
    Quantity after,
    boolean billable,
    @Nullable String pon,
    boolean endedByClosure,
    Cause cause)
    implements AccountEvent {}
