package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.discard;
import static io.entitlementledger.account.Given.discarded;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.release;
import static io.entitlementledger.account.Given.ruling;

import io.entitlementledger.event.DeliveryDiscarded;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class DiscardDeliveryTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void nothingIsCountedAndWhoDecidedSoIsRecorded() {
    Given.heldOrder(account)
        .when(discard(3))
        .expectEvents(
            new DeliveryDiscarded(ACCOUNT, "act-1", cause(3, 81, "order").ruledBy(ruling())))
        .expectResultMessagePayload(discarded());
  }

  @Test
  void whatIsNotHeldCannotBeDiscarded() {
    account
        .givenCommands(open(cause(1, 0, "new")))
        .when(discard(1))
        .expectNoEvents()
        .expectException(NothingWaitsException.class);
  }

  @Test
  void aDiscardedDeliveryCannotBeReleased() {
    Given.heldOrder(account)
        .andGivenCommands(discard(3))
        .when(release(3))
        .expectException(NothingWaitsException.class);
  }
}
