package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The customer's id in the reseller's own systems is known, or has changed.
 *
 * @param previous what it was
 */
@Stored(name = "ExternalIdAssigned")
public record ExternalIdAssigned(
    AccountId account, String externalId, @Nullable String previous, Cause cause)
    implements AccountEvent {}
