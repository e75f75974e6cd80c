package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;

/** The account was deleted: every line is zero from then on, also one that is learned of later. */
@Stored(name = "AccountClosed")
public record AccountClosed(AccountId account, Cause cause) implements AccountEvent {}
