package io.entitlementledger.projection.deliveries;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.DeliveryRetried;
import io.entitlementledger.event.QuarantineDiscarded;
import io.entitlementledger.event.RuledEvent;
import io.entitlementledger.projection.deliveries.DeliveryRecord.Reading;
import io.entitlementledger.projection.deliveries.DeliveryRecord.Ruling;
import io.entitlementledger.projection.replay.Fact;
import java.util.List;
import java.util.Locale;

/** Tells from an event what a person made of a delivery. */
final class Rulings {
  private Rulings() {}

  /** A delivery after a ruling on it; the same where it has taken in that ruling already. */
  static DeliveryRecord after(DeliveryRecord before, Fact fact, RuledEvent event) {
    if (!before.rulings().isEmpty() && before.rulings().getLast().position() >= fact.position()) {
      return before;
    }
    return switch (event) {
      case DeliveryRetried retried ->
          before.after(
              ruling(fact, event, "retry", retried.result().name()),
              retried.reason(),
              retried.original(),
              reading(retried));
      case DeliveryReleased _ ->
          before.after(ruling(fact, event, "release", "applied"), null, null, before.reading());
      case DeliveryDiscarded _, QuarantineDiscarded _ ->
          before.after(ruling(fact, event, "discard", "discarded"), null, null, before.reading());
    };
  }

  private static Ruling ruling(Fact fact, RuledEvent event, String act, String status) {
    Cause cause = event.cause();
    return new Ruling(
        act,
        status.toLowerCase(Locale.ROOT),
        cause.actor().id(),
        cause.reason(),
        event.idempotencyKey(),
        fact.recordedAt(),
        fact.position(),
        fact.leaf());
  }

  private static Reading reading(DeliveryRetried retried) {
    Delivery delivery = retried.cause().delivery();
    return new Reading(
        retried.account().toString(),
        delivery == null ? null : delivery.webhook(),
        delivery == null ? List.of() : delivery.unknownFields(),
        retried.cause().catalogue());
  }
}
