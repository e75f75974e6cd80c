package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Site;

/**
 * A site of the customer was removed.
 *
 * @param site the site as it was last known
 */
@Stored(name = "SiteRemoved")
public record SiteRemoved(AccountId account, Site site, Cause cause) implements AccountEvent {}
