package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A line went up.
 *
 * @param by at least 1
 * @param before the line at the change's effective time, as known when it was recorded
 * @param after the line after it, likewise
 * @param billable what the catalogue in use decided
 * @param pon the order it belongs to
 */
@Stored(name = "LineIncreased")
public record LineIncreased(
    AccountId account,
    LineKey line,
    Quantity by,
    Quantity before,
    Quantity after,
    boolean billable,
    @Nullable String pon,
    Cause cause)
    implements AccountEvent {}
