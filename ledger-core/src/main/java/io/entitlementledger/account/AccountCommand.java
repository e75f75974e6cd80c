package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/** What can be asked of one account. Time, ids and settings come in with the command. */
public sealed interface AccountCommand
    permits ChangeLines,
        SetGauge,
        OpenAccount,
        ChangeAccount,
        CloseAccount,
        AddSite,
        ChangeSite,
        RemoveSite {
  AccountId account();

  Cause cause();

  /** The customer's id in the reseller's own systems, where the delivery names it. */
  @Nullable String externalId();

  /** The same, for another cause. */
  AccountCommand with(Cause another);

  /** All that is asked for, in the form a held delivery keeps it. */
  Request request();
}
