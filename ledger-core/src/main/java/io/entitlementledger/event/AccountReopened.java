package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;

/**
 * The account was reported as new after it had been closed.
 *
 * @param generation its new life: 2 after the first closure
 */
@Stored(name = "AccountReopened")
public record AccountReopened(AccountId account, int generation, Cause cause)
    implements AccountEvent {}
