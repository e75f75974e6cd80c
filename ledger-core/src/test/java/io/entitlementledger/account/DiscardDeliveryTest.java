package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.delivery;
import static io.entitlementledger.account.Given.discard;
import static io.entitlementledger.account.Given.discarded;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.held;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.release;
import static io.entitlementledger.account.Given.ruling;

import io.entitlementledger.event.DeliveryDiscarded;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DiscardDeliveryTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void nothingIsCountedAndWhoDecidedSoIsRecorded() {
    givenHeldOrder()
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
    givenHeldOrder()
        .andGivenCommands(discard(3))
        .when(release(3))
        .expectException(NothingWaitsException.class);
  }

  @Nested
  class WhatIsDiscardedIsRememberedAsDecided {
    @Test
    void aRepeatOfTheOrderWithinTheHourIsADuplicateOfIt() {
      givenHeldOrder()
          .andGivenCommands(discard(3))
          .when(changes(cause(4, 100, "order"), more(SMS, 5, "NUW1")))
          .expectResultMessagePayload(duplicate("same_order", delivery(3)));
    }

    @Test
    void aRepeatOfTheOrderAfterTheHourIsInDoubt() {
      givenHeldOrder()
          .andGivenCommands(discard(3))
          .when(changes(cause(4, 200, "order"), more(SMS, 5, "NUW1")))
          .expectResultMessagePayload(held("suspected_duplicate", delivery(2)));
    }

    @Test
    void aRepeatUnderItsKeyIsADuplicateOfIt() {
      account
          .givenCommands(
              open(cause(1, 0, "new")),
              gauge(cause(2, 1, "7", "key-1"), 7),
              gauge(cause(3, 2, "13", "key-1"), 13),
              discard(3))
          .when(gauge(cause(4, 3, "13", "key-1"), 13))
          .expectResultMessagePayload(duplicate("same_idempotency_key", delivery(3)));
    }

    @Test
    void theSameContentWithinTenMinutesIsInDoubt() {
      account
          .givenCommands(
              open(cause(1, 0, "new")),
              changes(cause(2, 1, "sms"), more(SMS, 5, null)),
              changes(cause(3, 9, "sms"), more(SMS, 5, null)),
              discard(3))
          .when(changes(cause(4, 18, "sms"), more(SMS, 5, null)))
          .expectResultMessagePayload(held("suspected_duplicate", delivery(3)));
    }
  }

  /** Delivery 3, which is held: the order of delivery 2 again, 80 minutes later. */
  private TestExecutor<AccountLedger> givenHeldOrder() {
    return account.givenCommands(
        open(cause(1, 0, "new")),
        changes(cause(2, 1, "order"), more(SMS, 5, "NUW1")),
        changes(cause(3, 81, "order"), more(SMS, 5, "NUW1")));
  }
}
