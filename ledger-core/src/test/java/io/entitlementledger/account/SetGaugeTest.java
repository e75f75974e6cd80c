package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.ROUTED;
import static io.entitlementledger.account.Given.applied;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.held;
import static io.entitlementledger.account.Given.moved;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.units;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.LineSet;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class SetGaugeTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aReadingSetsTheLineAndDoesNotAddToIt() {
    Cause second = cause(3, 2, "7");
    account
        .givenCommands(open(cause(1, 0, "new")), gauge(cause(2, 1, "13"), 13))
        .when(gauge(second, 7))
        .expectEvents(new LineSet(ACCOUNT, ROUTED, units(7), units(13), false, second))
        .expectResultMessagePayload(applied(moved(ROUTED, 13, 7)));
  }

  @Test
  void aReadingThatRepeatsThePresentIsADuplicateHoweverLate() {
    Cause again = cause(3, 90_000, "13");
    account
        .givenCommands(open(cause(1, 0, "new")), gauge(cause(2, 1, "13"), 13))
        .when(gauge(again, 13))
        .expectEvents(new DeliveryDuplicated(ACCOUNT, DuplicateReason.PRESENT_STATE, null, again))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void theFirstReadingOfZeroIsRecorded() {
    Cause first = cause(2, 1, "0");
    account
        .givenCommands(open(cause(1, 0, "new")))
        .when(gauge(first, 0))
        .expectEvents(new LineSet(ACCOUNT, ROUTED, units(0), units(0), false, first));
  }

  @Test
  void aReadingWhileTheAccountIsClosedIsHeld() {
    account
        .givenCommands(open(cause(1, 0, "new")), close(cause(2, 1, "deleted")))
        .when(gauge(cause(3, 2, "13"), 13))
        .expectResultMessagePayload(held("account_closed", null));
  }
}
