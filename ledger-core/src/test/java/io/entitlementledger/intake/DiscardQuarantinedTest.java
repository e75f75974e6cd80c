package io.entitlementledger.intake;

import static io.entitlementledger.intake.GivenQuarantine.DELIVERY;
import static io.entitlementledger.intake.GivenQuarantine.RULING;
import static io.entitlementledger.intake.GivenQuarantine.UNREAD;
import static io.entitlementledger.intake.GivenQuarantine.quarantined;

import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.account.Verdict;
import io.entitlementledger.event.QuarantineDiscarded;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class DiscardQuarantinedTest {
  private final FixtureConfiguration<QuarantinedDelivery> delivery =
      new AggregateTestFixture<>(QuarantinedDelivery.class);

  @Test
  void itNoLongerWaitsAndWhoDecidedSoIsRecorded() {
    delivery
        .given(quarantined())
        .when(new DiscardQuarantined(DELIVERY, RULING))
        .expectEvents(new QuarantineDiscarded(DELIVERY, "act-1", UNREAD.ruledBy(RULING)))
        .expectResultMessagePayload(new Outcome(Verdict.DISCARDED, null, null, List.of()));
  }

  @Test
  void aDeliveryIsDiscardedOnlyOnce() {
    delivery
        .given(quarantined(), new QuarantineDiscarded(DELIVERY, "act-1", UNREAD.ruledBy(RULING)))
        .when(new DiscardQuarantined(DELIVERY, RULING))
        .expectNoEvents()
        .expectException(NothingWaitsException.class);
  }
}
