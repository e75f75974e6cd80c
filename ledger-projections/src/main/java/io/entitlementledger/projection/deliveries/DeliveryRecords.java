package io.entitlementledger.projection.deliveries;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.CatalogueAdopted;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.DeliveryRetried;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.QuarantineDiscarded;
import io.entitlementledger.event.Windows;
import io.entitlementledger.projection.replay.Fact;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells from an event what became of the delivery that caused it. */
final class DeliveryRecords {
  private DeliveryRecords() {}

  /**
   * What an event says of its delivery, where it may be the delivery's first; null where it is none
   * of a delivery, or a ruling on one.
   */
  static @Nullable DeliveryRecord of(Fact fact) {
    Delivery delivery = fact.event().cause().delivery();
    return switch (fact.event()) {
      case CatalogueAdopted _ -> null;
      case DeliveryQuarantined it -> quarantined(fact, it);
      case DeliveryRetried _, QuarantineDiscarded _, DeliveryReleased _, DeliveryDiscarded _ ->
          null;
      case AccountEvent event when delivery == null -> null;
      case DeliveryDuplicated it ->
          counted(fact, it, "duplicate", code(it.why()), it.original(), it.windows(), delivery);
      case DeliveryHeld it ->
          counted(fact, it, "held", code(it.why()), it.original(), it.windows(), delivery);
      case LineDecreased it when it.endedByClosure() ->
          counted(fact, it, "applied", "ended_by_closure", null, null, delivery);
      case AccountEvent event -> counted(fact, event, "applied", null, null, null, delivery);
    };
  }

  private static DeliveryRecord counted(
      Fact fact,
      AccountEvent event,
      String status,
      @Nullable String reason,
      @Nullable String original,
      @Nullable Windows windows,
      Delivery delivery) {
    return new DeliveryRecord(
        delivery.id(),
        status,
        reason,
        event.account().source().name(),
        event.account().toString(),
        delivery.receivedAt(),
        fact.recordedAt(),
        delivery.webhook(),
        null,
        null,
        original,
        windows,
        delivery.unknownFields(),
        event.cause().catalogue(),
        fact.rawSha256(),
        fact.position(),
        null,
        List.of());
  }

  private static DeliveryRecord quarantined(Fact fact, DeliveryQuarantined it) {
    LedgerEvent event = fact.event();
    Delivery delivery = event.cause().delivery();
    return new DeliveryRecord(
        it.delivery(),
        "quarantined",
        it.reason(),
        it.source().name(),
        it.account(),
        delivery == null ? event.cause().effectiveAt() : delivery.receivedAt(),
        fact.recordedAt(),
        delivery == null ? null : delivery.webhook(),
        it.pointer(),
        it.detail(),
        null,
        null,
        delivery == null ? List.of() : delivery.unknownFields(),
        event.cause().catalogue(),
        fact.rawSha256(),
        fact.position(),
        null,
        List.of());
  }

  private static String code(Enum<?> why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
