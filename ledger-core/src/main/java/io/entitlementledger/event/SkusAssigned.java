package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Skus;

/**
 * What the reseller or the platform calls a line is known, or has changed.
 *
 * @param skus both names from now on
 * @param previous both names until now
 */
@Stored(name = "SkusAssigned")
public record SkusAssigned(AccountId account, LineKey line, Skus skus, Skus previous, Cause cause)
    implements AccountEvent {}
