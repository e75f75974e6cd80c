package io.entitlementledger.codec;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.CatalogueAdopted;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.DeliveryRetried;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.HoldReason;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.LineSet;
import io.entitlementledger.event.QuarantineDiscarded;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.event.Windows;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.List;

/** One example of every stored event, with every member that can be present. */
final class EventExamples {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final LineKey LINE =
      new LineKey(new Product("call_path"), new Module("msteam"), "1234");
  private static final Skus SKUS = new Skus("4353", "3333");
  private static final Site SITE = new Site(4230, "Site ABC");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000Z");
  private static final Cause CAUSE =
      new Cause(
          NOON,
          new Actor(Actor.Kind.SENDER, "ipilot"),
          "a reason",
          new Delivery(
              "dlv_019586aa-0000-7000-8000-000000000001",
              NOON,
              "call_path_order",
              "c0ffee",
              "key-1",
              List.of("colour")),
          "ipilot/1");

  private EventExamples() {}

  static List<LedgerEvent> all() {
    return List.of(
        new AccountOpened(ACCOUNT, true, CAUSE),
        new AccountChanged(ACCOUNT, List.of("Address"), CAUSE),
        new AccountClosed(ACCOUNT, CAUSE),
        new AccountReopened(ACCOUNT, 2, CAUSE),
        new ExternalIdAssigned(ACCOUNT, "1565", "1564", CAUSE),
        new SkusAssigned(ACCOUNT, LINE, SKUS, Skus.NONE, CAUSE),
        new SiteAdded(ACCOUNT, SITE, CAUSE),
        new SiteChanged(ACCOUNT, SITE, List.of("Address"), CAUSE),
        new SiteRemoved(ACCOUNT, SITE, CAUSE),
        new LineIncreased(ACCOUNT, LINE, units(10), units(0), units(10), true, "NUW1", CAUSE),
        new LineDecreased(
            ACCOUNT, LINE, units(12), units(10), units(-2), true, "NUW1", false, CAUSE),
        new LineSet(ACCOUNT, LINE, units(13), units(0), false, CAUSE),
        new LineEnded(ACCOUNT, LINE, units(10), CAUSE),
        new DeliveryDuplicated(
            ACCOUNT, DuplicateReason.SAME_ORDER, "dlv_0", new Windows(3_600, 600), CAUSE),
        new DeliveryHeld(
            ACCOUNT,
            HoldReason.SUSPECTED_DUPLICATE,
            "dlv_0",
            new Request(
                Request.Act.CHANGE_LINES,
                List.of(new LineChange(LINE, Direction.INCREASE, units(10), true, "NUW1", SKUS)),
                null,
                SITE,
                List.of("Address"),
                "1565"),
            new Windows(3_600, 600),
            CAUSE),
        new DeliveryReleased(ACCOUNT, "act-1", CAUSE),
        new DeliveryDiscarded(ACCOUNT, "act-1", CAUSE),
        new DeliveryQuarantined(
            "dlv_1",
            new Source("ipilot"),
            "unknown_action",
            "/event_action",
            "No rule of the catalogue knows the action.",
            "ipilot.customer.2779",
            CAUSE),
        new DeliveryRetried(
            "dlv_1",
            ACCOUNT,
            DeliveryRetried.Result.HELD,
            "suspected_duplicate",
            "dlv_0",
            "act-1",
            CAUSE),
        new QuarantineDiscarded("dlv_1", "act-1", CAUSE),
        new CatalogueAdopted("ipilot", "1", "c0ffee", "name: ipilot\n", CAUSE));
  }

  private static Quantity units(long units) {
    return new Quantity(units);
  }
}
