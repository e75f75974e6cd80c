package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.applied;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.open;

import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.ExternalIdAssigned;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class OpenAccountTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aNewAccountIsActiveAtOnce() {
    Cause cause = cause(1, 0, "new");
    account
        .givenNoPriorActivity()
        .when(open(cause))
        .expectEvents(new AccountOpened(ACCOUNT, false, cause))
        .expectResultMessagePayload(applied());
  }

  @Test
  void anAccountThatWasOnlySeenBecomesActive() {
    Cause cause = cause(2, 1, "new");
    account
        .givenCommands(changes(cause(1, 0, "sms"), more(SMS, 1, null)))
        .when(open(cause))
        .expectEvents(new AccountOpened(ACCOUNT, false, cause));
  }

  @Test
  void newAgainIsADuplicate() {
    Cause again = cause(2, 1, "new");
    account
        .givenCommands(open(cause(1, 0, "new")))
        .when(open(again))
        .expectEvents(new DeliveryDuplicated(ACCOUNT, DuplicateReason.PRESENT_STATE, null, again))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void newAgainWithAnotherExternalIdTellsThatId() {
    Cause again = cause(2, 1, "new");
    account
        .givenCommands(open(cause(1, 0, "new")))
        .when(new OpenAccount(ACCOUNT, again, "1565"))
        .expectEvents(new ExternalIdAssigned(ACCOUNT, "1565", null, again));
  }

  @Test
  void newAfterAClosureStartsANewGeneration() {
    Cause again = cause(5, 4, "new");
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            close(cause(2, 1, "deleted")),
            open(cause(3, 2, "new")),
            close(cause(4, 3, "deleted")))
        .when(open(again))
        .expectEvents(new AccountReopened(ACCOUNT, 3, again));
  }
}
