package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;

/**
 * The account was seen for the first time, or reported as new.
 *
 * @param provisional whether it was merely seen: the sender has not reported it as new
 */
@Stored(name = "AccountOpened")
public record AccountOpened(AccountId account, boolean provisional, Cause cause)
    implements AccountEvent {}
