package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.held;
import static io.entitlementledger.account.Given.open;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.Cause;
import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class ChangeAccountTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aChangeIsRecordedInTheSendersWords() {
    Cause cause = cause(2, 1, "updated");
    account
        .givenCommands(open(cause(1, 0, "new")))
        .when(change(cause, "Address"))
        .expectEvents(new AccountChanged(ACCOUNT, List.of("Address"), cause));
  }

  @Test
  void aChangeOfAnAccountNeverSeenOpensItProvisionally() {
    Cause cause = cause(1, 0, "updated");
    account
        .givenNoPriorActivity()
        .when(change(cause, "Address"))
        .expectEvents(
            new AccountOpened(ACCOUNT, true, cause),
            new AccountChanged(ACCOUNT, List.of("Address"), cause));
  }

  @Test
  void aChangeThatNamesNothingRepeatsThePresentState() {
    account
        .givenCommands(open(cause(1, 0, "new")))
        .when(change(cause(2, 1, "updated")))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void theSameFieldCanChangeAgain() {
    Cause again = cause(3, 2, "updated");
    account
        .givenCommands(open(cause(1, 0, "new")), change(cause(2, 1, "updated"), "Address"))
        .when(change(again, "Address"))
        .expectEvents(new AccountChanged(ACCOUNT, List.of("Address"), again));
  }

  @Test
  void aChangeOfAClosedAccountIsHeld() {
    account
        .givenCommands(open(cause(1, 0, "new")), close(cause(2, 1, "deleted")))
        .when(change(cause(3, 2, "updated"), "Address"))
        .expectResultMessagePayload(held("account_closed", null));
  }

  private static ChangeAccount change(Cause cause, String... fields) {
    return new ChangeAccount(ACCOUNT, cause, null, List.of(fields));
  }
}
