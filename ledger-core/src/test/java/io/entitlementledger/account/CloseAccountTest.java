package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.CALL_PATHS;
import static io.entitlementledger.account.Given.NUMBERS;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.applied;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.effectiveAt;
import static io.entitlementledger.account.Given.less;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.moved;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.units;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.LineEnded;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class CloseAccountTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aClosureEndsEachLineThatIsNotZeroWithAnEventOfItsOwn() {
    Cause cause = cause(9, 9, "deleted");
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            changes(cause(2, 1, "a"), more(SMS, 5, null)),
            changes(cause(3, 2, "b"), more(CALL_PATHS, 2, "NUW1")),
            changes(cause(4, 3, "c"), less(CALL_PATHS, 2, "NUW2")),
            changes(cause(5, 4, "d"), less(NUMBERS, 1, "NUW3")))
        .when(close(cause))
        .expectEvents(
            new LineEnded(ACCOUNT, NUMBERS, units(-1), cause),
            new LineEnded(ACCOUNT, SMS, units(5), cause),
            new AccountClosed(ACCOUNT, cause))
        .expectResultMessagePayload(applied(moved(NUMBERS, -1, 0), moved(SMS, 5, 0)));
  }

  @Test
  void aClosureOfAnAccountNeverSeenOpensAndClosesIt() {
    Cause cause = cause(1, 0, "deleted");
    account
        .givenNoPriorActivity()
        .when(close(cause))
        .expectEvents(new AccountOpened(ACCOUNT, true, cause), new AccountClosed(ACCOUNT, cause));
  }

  @Test
  void aClosureOfAClosedAccountIsADuplicate() {
    account
        .givenCommands(open(cause(1, 0, "new")), close(cause(2, 1, "deleted")))
        .when(close(cause(3, 2, "deleted")))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void aRepeatedClosureIsADuplicateWhateverElseItTells() {
    account
        .givenCommands(open(cause(1, 0, "new")), close(cause(2, 1, "deleted")))
        .when(new CloseAccount(ACCOUNT, cause(3, 2, "deleted"), "another id"))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void anOldClosureThatIsLearnedLateDoesNotCloseAnAccountThatWasReopenedSince() {
    Cause old = effectiveAt(5, cause(5, 60, "old"));
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            close(cause(2, 10, "deleted")),
            open(cause(3, 20, "new again")),
            close(old))
        .when(changes(cause(6, 70, "sms"), more(SMS, 1, null)))
        .expectResultMessagePayload(applied(moved(SMS, 0, 1)));
  }
}
