package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;

/**
 * The closure of the account ended a line that was not zero.
 *
 * @param before what it was when it ended
 */
@Stored(name = "LineEnded")
public record LineEnded(AccountId account, LineKey line, Quantity before, Cause cause)
    implements AccountEvent {}
