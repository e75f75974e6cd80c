package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.applied;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.effectiveAt;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.less;
import static io.entitlementledger.account.Given.minute;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.moved;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.value.AccountStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deliveries that race: the one that was received first is decided last. */
class TakeDeliveryTest {
  @Test
  void aDeliveryCountsFromItsReceipt() {
    Cause cause = cause(2, 5, "deleted");
    Given.account()
        .givenCommands(take(open(cause(1, 0, "new"))))
        .when(take(close(cause)))
        .expectEvents(new AccountClosed(ACCOUNT, cause));
  }

  @Test
  void aDeliveryThatWasOvertakenCountsFromTheOneThatOvertookIt() {
    Cause overtaken = cause(3, 30, "deleted");
    Given.account()
        .givenCommands(
            take(open(cause(1, 0, "new"))), take(changes(cause(2, 31, "five"), more(SMS, 5, null))))
        .when(take(close(overtaken)))
        .expectEvents(
            new LineEnded(ACCOUNT, SMS, units(5), effectiveAt(31, overtaken)),
            new AccountClosed(ACCOUNT, effectiveAt(31, overtaken)))
        .expectResultMessagePayload(applied(moved(SMS, 5, 0)));
  }

  @Test
  void aCommandThatIsSentBareCountsFromExactlyWhenItSays() {
    Cause late = cause(3, 30, "deleted");
    Given.account()
        .givenCommands(
            take(open(cause(1, 0, "new"))), take(changes(cause(2, 31, "five"), more(SMS, 5, null))))
        .when(close(late))
        .expectEvents(new AccountClosed(ACCOUNT, late));
  }

  @Test
  void aNewThatWasFollowedByADeletedThatCameLaterLeavesTheAccountAsItWasDecided() {
    Cause reopened = cause(3, 31, "new");
    Given.account()
        .givenCommands(take(open(cause(1, 0, "new"))), take(close(cause(2, 32, "deleted"))))
        .when(take(open(reopened)))
        .expectEvents(new AccountReopened(ACCOUNT, 2, effectiveAt(32, reopened)));
  }

  @Nested
  class WhateverIsDecidedIsFoldedInTheSameOrder {
    @Test
    void anEchoBeforeItsClosureAndTheClosureAfterItLeaveNothing() {
      assertThat(
              after(
                      changes(cause(2, 1, "ten"), more(SMS, 10, null)),
                      changes(cause(3, 31, "echo"), less(SMS, 10, null)),
                      close(cause(4, 30, "deleted")))
                  .quantityAt(SMS, minute(60)))
          .isEqualTo(units(0));
    }

    @Test
    void aSecondClosureIsADuplicate() {
      Given.account()
          .givenCommands(take(open(cause(1, 0, "new"))), take(close(cause(2, 31, "deleted"))))
          .when(take(close(cause(3, 30, "deleted"))))
          .expectResultMessagePayload(duplicate("present_state", null));
    }

    @Test
    void theGaugeIsAsItWasLastDecided() {
      assertThat(
              after(
                      gauge(cause(2, 1, "5"), 5),
                      gauge(cause(3, 31, "6"), 6),
                      gauge(cause(4, 30, "7"), 7))
                  .quantityAt(Given.ROUTED, minute(60)))
          .isEqualTo(units(7));
    }

    @Test
    void theStatusIsAsItWasLastDecided() {
      assertThat(after(close(cause(2, 31, "deleted")), open(cause(3, 30, "new"))).life().latest())
          .isEqualTo(AccountStatus.ACTIVE);
    }

    /** The state of an account that was open, after deliveries that were decided in this order. */
    private AccountState after(AccountCommand... commands) {
      AccountState state = AccountState.UNSEEN;
      List<AccountCommand> all = new ArrayList<>(List.of(open(cause(1, 0, "new"))));
      all.addAll(List.of(commands));
      for (AccountCommand command : all) {
        AccountCommand timed = new TakeDelivery(command).notBefore(state.latestDelivery());
        for (AccountEvent event : AccountDecisions.decide(state, timed).events()) {
          state = state.evolve(event);
        }
      }
      return state;
    }
  }

  private static TakeDelivery take(AccountCommand command) {
    return new TakeDelivery(command);
  }
}
