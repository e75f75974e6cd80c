package io.entitlementledger.intake;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vocabulary of the tests of quarantined deliveries: one delivery, and a person. */
final class GivenQuarantine {
  static final String DELIVERY = "dlv_1";
  static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00.000Z");
  static final Ruling RULING =
      new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "The catalogue knows it now.", "act-1");
  static final Cause UNREAD = cause(null, null, "ipilot/1");

  private GivenQuarantine() {}

  static DeliveryQuarantined quarantined() {
    return new DeliveryQuarantined(
        DELIVERY, new Source("ipilot"), "unknown_action", "/event_action", "Detail.", null, UNREAD);
  }

  static Cause cause(@Nullable String webhook, @Nullable String content, String catalogue) {
    return new Cause(
        RECEIVED,
        new Actor(Actor.Kind.SENDER, "ipilot"),
        null,
        new Delivery(DELIVERY, RECEIVED, webhook, content, null, List.of()),
        catalogue);
  }
}
