package io.entitlementledger.event;

import io.entitlementledger.value.AccountId;

/** What has happened to one account, in that account's stream. */
public sealed interface AccountEvent extends LedgerEvent
    permits AccountOpened,
        AccountChanged,
        AccountClosed,
        AccountReopened,
        ExternalIdAssigned,
        SkusAssigned,
        SiteAdded,
        SiteChanged,
        SiteRemoved,
        LineIncreased,
        LineDecreased,
        LineSet,
        LineEnded,
        DeliveryDuplicated,
        DeliveryHeld,
        DeliveryReleased,
        DeliveryDiscarded {
  AccountId account();
}
