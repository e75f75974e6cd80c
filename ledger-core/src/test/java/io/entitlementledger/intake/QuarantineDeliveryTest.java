package io.entitlementledger.intake;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Source;
import java.time.Instant;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class QuarantineDeliveryTest {
  private static final Cause CAUSE =
      new Cause(
          Instant.parse("2026-03-01T12:00:00.000Z"),
          new Actor(Actor.Kind.SENDER, "ipilot"),
          null,
          null,
          "1");
  private static final Source IPILOT = new Source("ipilot");

  @Test
  void aDeliveryThatCannotBeReadIsKeptWithItsReason() {
    new AggregateTestFixture<>(QuarantinedDelivery.class)
        .givenNoPriorActivity()
        .when(
            new QuarantineDelivery(
                "dlv_1", IPILOT, "unknown_action", "/event_action", "Detail.", null, CAUSE))
        .expectEvents(
            new DeliveryQuarantined(
                "dlv_1", IPILOT, "unknown_action", "/event_action", "Detail.", null, CAUSE));
  }
}
