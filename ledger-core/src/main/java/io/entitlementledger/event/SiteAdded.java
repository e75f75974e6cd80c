package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Site;

/** A site of the customer was added. */
@Stored(name = "SiteAdded")
public record SiteAdded(AccountId account, Site site, Cause cause) implements AccountEvent {}
