package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;
import java.util.List;

/**
 * The sender reported a change of the account's own fields.
 *
 * @param updatedFields what the sender says was changed, in its own words
 */
@Stored(name = "AccountChanged")
public record AccountChanged(AccountId account, List<String> updatedFields, Cause cause)
    implements AccountEvent {}
