package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Site;
import java.util.List;

/**
 * A site of the customer was changed.
 *
 * @param site the site as it is now
 * @param updatedFields what the sender says was changed, in its own words
 */
@Stored(name = "SiteChanged")
public record SiteChanged(AccountId account, Site site, List<String> updatedFields, Cause cause)
    implements AccountEvent {}
