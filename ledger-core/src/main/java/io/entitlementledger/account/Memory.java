package io.entitlementledger.account;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.LineSet;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an account remembers of the delivery behind each of its events. */
final class Memory {
  private Memory() {}

  /**
   * The deliveries an account has seen, after one more event.
   *
   * @param waiting what it held before the event, by delivery
   */
  static Digests after(Digests digests, Map<String, Held> waiting, AccountEvent event) {
    Delivery delivery = event.cause().delivery();
    if (delivery == null || delivery.content() == null) {
      return digests;
    }
    Seen seen = new Seen(delivery.id(), delivery.receivedAt(), delivery.content(), fate(event));
    Digests known = digests;
    if (delivery.idempotencyKey() != null) {
      known = known.plus(NaturalKey.idempotency(delivery.idempotencyKey()), seen);
    }
    return switch (event) {
      case LineIncreased up ->
          change(known, seen, delivery, up.line(), Direction.INCREASE, up.pon());
      case LineDecreased down ->
          change(known, seen, delivery, down.line(), Direction.DECREASE, down.pon());
      case DeliveryHeld held -> asked(known, seen, delivery, held.request());
      case DeliveryReleased _, DeliveryDiscarded _ ->
          asked(
              known, seen, delivery, Objects.requireNonNull(waiting.get(delivery.id())).request());
      case AccountOpened _,
          AccountChanged _,
          AccountClosed _,
          AccountReopened _,
          ExternalIdAssigned _,
          SkusAssigned _,
          SiteAdded _,
          SiteChanged _,
          SiteRemoved _,
          LineSet _,
          LineEnded _,
          DeliveryDuplicated _ ->
          known; // none of them is a change that adds up
    };
  }

  private static Digests asked(Digests digests, Seen seen, Delivery delivery, Request request) {
    Digests known = digests;
    for (LineChange change : request.changes()) {
      known = change(known, seen, delivery, change.line(), change.direction(), change.pon());
    }
    return known;
  }

  private static Digests change(
      Digests digests,
      Seen seen,
      Delivery delivery,
      LineKey line,
      Direction direction,
      @Nullable String pon) {
    return digests.plus(
        pon == null ? NaturalKey.content(delivery) : NaturalKey.order(line, direction, pon), seen);
  }

  private static Seen.Fate fate(AccountEvent event) {
    return switch (event) {
      case DeliveryHeld _ -> Seen.Fate.HELD;
      case DeliveryDiscarded _ -> Seen.Fate.DISCARDED;
      case DeliveryDuplicated _ -> Seen.Fate.DUPLICATE;
      case AccountOpened _,
          AccountChanged _,
          AccountClosed _,
          AccountReopened _,
          ExternalIdAssigned _,
          SkusAssigned _,
          SiteAdded _,
          SiteChanged _,
          SiteRemoved _,
          LineIncreased _,
          LineDecreased _,
          LineSet _,
          LineEnded _,
          DeliveryReleased _ ->
          Seen.Fate.APPLIED;
    };
  }
}
