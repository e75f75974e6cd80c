package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.applied;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.discard;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.held;
import static io.entitlementledger.account.Given.less;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.moved;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.release;
import static io.entitlementledger.account.Given.ruling;
import static io.entitlementledger.account.Given.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseDeliveryTest {
  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void allThatWasHeldIsAppliedAsThePersonSActFromWhenItCounts() {
    Cause received = cause(3, 2, "sms");
    Cause released = received.ruledBy(ruling());
    Skus skus = new Skus("43", null);
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            changes(cause(2, 1, "sms"), more(SMS, 5, null)),
            new ChangeLines(
                ACCOUNT,
                received,
                "1565",
                List.of(new LineChange(SMS, Direction.INCREASE, units(5), true, null, skus)),
                DuplicateWindows.DEFAULT),
            changes(cause(4, 60, "later"), more(SMS, 100, null)))
        .when(release(3))
        .expectEvents(
            new DeliveryReleased(ACCOUNT, "act-1", released),
            new ExternalIdAssigned(ACCOUNT, "1565", null, released),
            new SkusAssigned(ACCOUNT, SMS, skus, Skus.NONE, released),
            new LineIncreased(ACCOUNT, SMS, units(5), units(5), units(10), true, null, released))
        .expectResultMessagePayload(applied(moved(SMS, 5, 10)));
  }

  @Test
  void whatWouldChangeNothingIsReleasedWithoutEffect() {
    Cause received = cause(4, 3, "13", "key-1");
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            gauge(cause(2, 1, "7", "key-1"), 7),
            gauge(cause(3, 2, "13"), 13),
            gauge(received, 13))
        .when(release(4))
        .expectEvents(new DeliveryReleased(ACCOUNT, "act-1", received.ruledBy(ruling())))
        .expectResultMessagePayload(applied());
  }

  @Test
  void whatWasHeldBecauseTheAccountWasClosedIsAppliedAsItIs() {
    Cause released = cause(4, 6, "six").ruledBy(ruling());
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            changes(cause(2, 1, "sms"), more(SMS, 5, null)),
            close(cause(3, 5, "deleted")),
            changes(cause(4, 6, "six"), less(SMS, 6, null)))
        .when(release(4))
        .expectEvents(
            new DeliveryReleased(ACCOUNT, "act-1", released),
            new LineDecreased(
                ACCOUNT, SMS, units(6), units(0), units(-6), true, null, false, released))
        .expectResultMessagePayload(applied(moved(SMS, 0, -6)));
  }

  static List<AccountCommand> everyAct() {
    Cause cause = cause(9, 9, "held", "key-1");
    return List.of(
        changes(cause, more(SMS, 1, null)),
        gauge(cause, 13),
        new OpenAccount(ACCOUNT, cause, "1565"),
        new ChangeAccount(ACCOUNT, cause, "1565", List.of("Address")),
        close(cause),
        new AddSite(ACCOUNT, cause, null, new Site(1, "One")),
        new ChangeSite(ACCOUNT, cause, null, new Site(1, "One"), List.of("Address")),
        new RemoveSite(ACCOUNT, cause, null, new Site(1, "One")));
  }

  /** Held or not, a delivery asks for the same. */
  @ParameterizedTest
  @MethodSource("everyAct")
  void whateverIsHeldLeadsToWhatItWouldHaveLedTo(AccountCommand command) {
    AccountState open = after(AccountState.UNSEEN, open(cause(1, 0, "new")));
    AccountState doubtful = after(open, gauge(cause(2, 1, "7", "key-1"), 7));

    Decision held = AccountDecisions.decide(doubtful, command);
    Decision released = AccountDecisions.release(evolved(doubtful, held), release(9));

    assertThat(held.outcome().verdict()).isEqualTo(Verdict.HELD);
    Cause cause = command.cause().ruledBy(ruling());
    assertThat(released.events().subList(1, released.events().size()))
        .isNotEmpty()
        .isEqualTo(Effects.of(doubtful, command.with(cause)).events());
  }

  @Test
  void whatIsNotHeldCannotBeReleased() {
    account
        .givenCommands(open(cause(1, 0, "new")), changes(cause(2, 1, "sms"), more(SMS, 5, null)))
        .when(release(2))
        .expectNoEvents()
        .expectException(NothingWaitsException.class);
  }

  @Test
  void aDeliveryIsReleasedOnlyOnce() {
    Given.heldOrder(account)
        .andGivenCommands(release(3))
        .when(release(3))
        .expectException(NothingWaitsException.class);
  }

  @Test
  void aReleasedDeliveryCannotBeDiscarded() {
    Given.heldOrder(account)
        .andGivenCommands(release(3))
        .when(discard(3))
        .expectException(NothingWaitsException.class);
  }

  @Test
  void aDeliveryThatClosesTheAccountClosesItFromWhenItCounts() {
    Cause received = cause(3, 2, "deleted", "key-1");
    account
        .givenCommands(
            open(cause(1, 0, "new")), gauge(cause(2, 1, "7", "key-1"), 0), close(received))
        .when(release(3))
        .expectEvents(
            new DeliveryReleased(ACCOUNT, "act-1", received.ruledBy(ruling())),
            new AccountClosed(ACCOUNT, received.ruledBy(ruling())));
  }

  private static AccountState after(AccountState state, AccountCommand command) {
    return evolved(state, AccountDecisions.decide(state, command));
  }

  private static AccountState evolved(AccountState before, Decision decision) {
    AccountState state = before;
    for (AccountEvent event : decision.events()) {
      state = state.evolve(event);
    }
    return state;
  }
}
