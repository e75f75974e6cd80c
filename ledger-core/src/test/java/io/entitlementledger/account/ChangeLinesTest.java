package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.CALL_PATHS;
import static io.entitlementledger.account.Given.NUMBERS;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.applied;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.delivery;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.effectiveAt;
import static io.entitlementledger.account.Given.held;
import static io.entitlementledger.account.Given.less;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.moved;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.units;

import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.HoldReason;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.event.Windows;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Skus;
import java.time.Duration;
import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChangeLinesTest {
  private static final Windows BY_DEFAULT = new Windows(3_600, 600);

  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void theFirstOrderOfAnUnknownAccountOpensItProvisionallyAndNamesAllItTells() {
    Cause cause = cause(1, 0, "a");
    Skus skus = new Skus("4353", "3333");
    ChangeLines order =
        new ChangeLines(
            ACCOUNT,
            cause,
            "1565",
            List.of(new LineChange(CALL_PATHS, Direction.INCREASE, units(10), true, "NUW1", skus)),
            DuplicateWindows.DEFAULT);
    account
        .givenNoPriorActivity()
        .when(order)
        .expectEvents(
            new AccountOpened(ACCOUNT, true, cause),
            new ExternalIdAssigned(ACCOUNT, "1565", null, cause),
            new SkusAssigned(ACCOUNT, CALL_PATHS, skus, Skus.NONE, cause),
            increased(CALL_PATHS, 10, 0, 10, "NUW1", cause))
        .expectResultMessagePayload(applied(moved(CALL_PATHS, 0, 10)));
  }

  @Test
  void namesThatAreKnownAlreadyAreNotToldAgain() {
    Cause first = cause(1, 0, "a");
    Cause second = cause(2, 1, "b");
    Skus skus = new Skus("4353", "3333");
    Skus onlyReseller = new Skus("4353", null);
    account
        .given(
            new AccountOpened(ACCOUNT, false, first),
            new ExternalIdAssigned(ACCOUNT, "1565", null, first),
            new SkusAssigned(ACCOUNT, SMS, skus, Skus.NONE, first))
        .when(
            new ChangeLines(
                ACCOUNT,
                second,
                "1565",
                List.of(
                    new LineChange(SMS, Direction.INCREASE, units(1), true, null, onlyReseller)),
                DuplicateWindows.DEFAULT))
        .expectEvents(increased(SMS, 1, 0, 1, null, second));
  }

  @Test
  void anOrderWithBothCountsIsTwoChangesOfOneDelivery() {
    Cause cause = cause(2, 1, "both");
    givenOpen()
        .when(changes(cause, more(CALL_PATHS, 2, "NUW1"), more(NUMBERS, 3, "NUW1")))
        .expectEvents(
            increased(CALL_PATHS, 2, 0, 2, "NUW1", cause),
            increased(NUMBERS, 3, 0, 3, "NUW1", cause))
        .expectResultMessagePayload(applied(moved(CALL_PATHS, 0, 2), moved(NUMBERS, 0, 3)));
  }

  @Test
  void aDecreaseBelowZeroIsRecordedAndNeitherRejectedNorClamped() {
    Cause cause = cause(2, 1, "b");
    givenOpen()
        .when(changes(cause, less(SMS, 3, null)))
        .expectEvents(decreased(SMS, 3, 0, -3, false, cause))
        .expectResultMessagePayload(applied(moved(SMS, 0, -3)));
  }

  @Test
  void aChangeThatIsLearnedLateTakesItsPlaceInTimeAndLeavesLaterOnesAlone() {
    Cause late = effectiveAt(-30, cause(3, 60, "late"));
    givenOpen(changes(cause(2, 1, "b"), more(SMS, 5, null)))
        .when(changes(late, more(SMS, 2, null)))
        .expectEvents(
            new AccountOpened(ACCOUNT, true, late), // it was not open yet, then
            increased(SMS, 2, 0, 2, null, late));
  }

  @Nested
  class AnOrderIsKnownByItsNumber {
    @Test
    void theSameOrderWithinAnHourIsADuplicate() {
      Cause again = cause(3, 61, "order");
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(changes(again, more(CALL_PATHS, 10, "NUW1")))
          .expectEvents(duplicated(DuplicateReason.SAME_ORDER, 2, again))
          .expectResultMessagePayload(duplicate("same_order", delivery(2)));
    }

    @Test
    void theHourCountsInBothDirectionsBecauseDeliveriesOvertakeEachOther() {
      Cause earlier = cause(3, 30, "order");
      givenOpen(changes(cause(2, 60, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(changes(earlier, more(CALL_PATHS, 10, "NUW1")))
          .expectEvents(duplicated(DuplicateReason.SAME_ORDER, 2, earlier));
    }

    @Test
    void theSameOrderMoreThanAnHourLaterIsHeldAsASuspect() {
      Cause again = cause(3, 62, "order");
      ChangeLines command = changes(again, more(CALL_PATHS, 10, "NUW1"));
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(command)
          .expectEvents(holds(HoldReason.SUSPECTED_DUPLICATE, 2, command, again))
          .expectResultMessagePayload(held("suspected_duplicate", delivery(2)));
    }

    @Test
    void theSameOrderWithOtherContentIsHeldAsAConflict() {
      Cause again = cause(3, 2, "other");
      ChangeLines command = changes(again, more(CALL_PATHS, 11, "NUW1"));
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(command)
          .expectEvents(holds(HoldReason.CONFLICTING_DUPLICATE, 2, command, again));
    }

    @Test
    void anOrderOfWhichOnlySomeChangesAreKnownIsHeldWhole() {
      Cause again = cause(3, 2, "both");
      ChangeLines command = changes(again, more(CALL_PATHS, 10, "NUW1"), more(NUMBERS, 5, "NUW1"));
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(command)
          .expectEvents(holds(HoldReason.CONFLICTING_DUPLICATE, 2, command, again))
          .expectResultMessagePayload(held("conflicting_duplicate", delivery(2)));
    }

    @Test
    void aRepeatOfWhatIsHeldAlreadyIsADuplicateHoweverLate() {
      Cause third = cause(4, 5000, "other");
      givenOpen(
              changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")),
              changes(cause(3, 2, "other"), more(CALL_PATHS, 11, "NUW1")))
          .when(changes(third, more(CALL_PATHS, 11, "NUW1")))
          .expectEvents(duplicated(DuplicateReason.ALREADY_HELD, 3, third));
    }

    @Test
    void theOtherDirectionOfTheSameOrderIsAnotherChange() {
      Cause undo = cause(3, 2, "undo");
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(changes(undo, less(CALL_PATHS, 10, "NUW1")))
          .expectResultMessagePayload(applied(moved(CALL_PATHS, 10, 0)));
    }

    @Test
    void theSameOrderOfAnotherLineIsAnotherChange() {
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(changes(cause(3, 2, "numbers"), more(NUMBERS, 10, "NUW1")))
          .expectResultMessagePayload(applied(moved(NUMBERS, 0, 10)));
    }
  }

  @Nested
  class AChangeWithoutAKeyIsKnownByItsContentAlone {
    @Test
    void theSameContentWithinTenMinutesIsHeldAsASuspect() {
      Cause again = cause(3, 11, "sms");
      ChangeLines command = changes(again, more(SMS, 1, null));
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 1, null)))
          .when(command)
          .expectEvents(holds(HoldReason.SUSPECTED_DUPLICATE, 2, command, again));
    }

    @Test
    void theSameContentLaterIsAnotherBatch() {
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 1, null)))
          .when(changes(cause(3, 12, "sms"), more(SMS, 1, null)))
          .expectResultMessagePayload(applied(moved(SMS, 1, 2)));
    }

    @Test
    void otherContentIsAnotherBatch() {
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 1, null)))
          .when(changes(cause(3, 2, "two"), more(SMS, 2, null)))
          .expectResultMessagePayload(applied(moved(SMS, 1, 3)));
    }
  }

  @Nested
  class TheWindowsAreThoseThatTheDeliveryCameWith {
    private static final DuplicateWindows WIDE =
        new DuplicateWindows(Duration.ofHours(2), Duration.ofMinutes(30));
    private static final Windows NAMED = new Windows(7_200, 1_800);

    @Test
    void anOrderWithinThemIsADuplicateAndTheEventNamesThem() {
      Cause again = cause(3, 121, "order");
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(wide(changes(again, more(CALL_PATHS, 10, "NUW1"))))
          .expectEvents(
              new DeliveryDuplicated(
                  ACCOUNT, DuplicateReason.SAME_ORDER, delivery(2), NAMED, again));
    }

    @Test
    void anOrderBeyondThemIsHeldAndTheEventNamesThem() {
      Cause again = cause(3, 122, "order");
      ChangeLines command = wide(changes(again, more(CALL_PATHS, 10, "NUW1")));
      givenOpen(changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")))
          .when(command)
          .expectEvents(suspected(command, again));
    }

    @Test
    void aBatchWithinThemIsHeldAndTheEventNamesThem() {
      Cause again = cause(3, 31, "sms");
      ChangeLines command = wide(changes(again, more(SMS, 1, null)));
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 1, null)))
          .when(command)
          .expectEvents(suspected(command, again));
    }

    private static DeliveryHeld suspected(ChangeLines command, Cause cause) {
      return new DeliveryHeld(
          ACCOUNT, HoldReason.SUSPECTED_DUPLICATE, delivery(2), command.request(), NAMED, cause);
    }

    private static ChangeLines wide(ChangeLines command) {
      return new ChangeLines(command.account(), command.cause(), null, command.changes(), WIDE);
    }
  }

  @Nested
  class ADeliveryWithAnIdempotencyKeyIsKnownByIt {
    @Test
    void theSameKeyAndContentIsADuplicateHoweverLate() {
      Cause again = cause(3, 100_000, "sms", "key-1");
      givenOpen(changes(cause(2, 1, "sms", "key-1"), more(SMS, 1, null)))
          .when(changes(again, more(SMS, 1, null)))
          .expectEvents(duplicated(DuplicateReason.SAME_IDEMPOTENCY_KEY, 2, again));
    }

    @Test
    void theSameKeyWithOtherContentIsHeldAsAConflict() {
      Cause again = cause(3, 2, "two", "key-1");
      ChangeLines command = changes(again, more(SMS, 2, null));
      givenOpen(changes(cause(2, 1, "sms", "key-1"), more(SMS, 1, null)))
          .when(command)
          .expectEvents(holds(HoldReason.CONFLICTING_DUPLICATE, 2, command, again));
    }

    @Test
    void anotherKeyTellsTheSameContentApart() {
      givenOpen(changes(cause(2, 1, "sms", "key-1"), more(SMS, 1, null)))
          .when(changes(cause(3, 2, "sms", "key-2"), more(SMS, 1, null)))
          .expectResultMessagePayload(applied(moved(SMS, 1, 2)));
    }
  }

  @Nested
  class WhileTheAccountIsClosed {
    @Test
    void anIncreaseIsHeld() {
      Cause after = cause(4, 10, "more");
      ChangeLines command = changes(after, more(SMS, 1, null));
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 5, null)), close(cause(3, 5, "del")))
          .when(command)
          .expectEvents(holds(HoldReason.ACCOUNT_CLOSED, null, command, after))
          .expectResultMessagePayload(held("account_closed", null));
    }

    @Test
    void aDecreaseOfWhatTheClosureEndedIsRecordedWithoutEffect() {
      Cause after = cause(4, 10, "less");
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 5, null)), close(cause(3, 5, "del")))
          .when(changes(after, less(SMS, 5, null)))
          .expectEvents(decreased(SMS, 5, 0, 0, true, after))
          .expectResultMessagePayload(
              new Outcome(Verdict.APPLIED, "ended_by_closure", null, List.of(moved(SMS, 0, 0))));
    }

    @Test
    void whatTheClosureEndedIsTakenAwayOnlyOnce() {
      givenOpen(
              changes(cause(2, 1, "sms"), more(SMS, 5, null)),
              close(cause(3, 5, "del")),
              changes(cause(4, 10, "three"), less(SMS, 3, null)))
          .when(changes(cause(5, 30, "three"), less(SMS, 3, null)))
          .expectResultMessagePayload(held("account_closed", null));
    }

    @Test
    void aDecreaseTwoDaysAfterTheClosureStillCountsAsItsEchoAndAMinuteLaterIsHeld() {
      long twoDays = 2 * 24 * 60;
      givenOpen(changes(cause(2, 1, "sms"), more(SMS, 5, null)), close(cause(3, 5, "del")))
          .when(changes(cause(4, 5 + twoDays, "less"), less(SMS, 1, null)))
          .expectResultMessagePayload(
              new Outcome(Verdict.APPLIED, "ended_by_closure", null, List.of(moved(SMS, 0, 0))));
      FixtureConfiguration<AccountLedger> another = Given.account();
      another
          .givenCommands(
              open(cause(1, 0, "new")),
              changes(cause(2, 1, "sms"), more(SMS, 5, null)),
              close(cause(3, 5, "del")))
          .when(changes(cause(4, 6 + twoDays, "less"), less(SMS, 1, null)))
          .expectResultMessagePayload(held("account_closed", null));
    }

    @Test
    void whatTwoClosuresEndedIsTakenAwayOldestFirst() {
      Cause after = cause(9, 50, "less");
      givenOpen(
              changes(cause(2, 1, "ten"), more(SMS, 10, null)),
              close(cause(3, 5, "deleted")),
              open(cause(4, 10, "new")),
              changes(cause(5, 15, "four"), more(SMS, 4, null)),
              close(cause(6, 20, "deleted again")),
              changes(cause(7, 30, "eleven"), less(SMS, 11, null)))
          .when(changes(after, less(SMS, 3, null)))
          .expectEvents(decreased(SMS, 3, 0, 0, true, after));
    }

    @Test
    void onceTheAccountIsOpenAgainADecreaseCounts() {
      givenOpen(
              changes(cause(2, 1, "ten"), more(SMS, 10, null)),
              close(cause(3, 5, "deleted")),
              open(cause(4, 10, "new")))
          .when(changes(cause(5, 15, "ten less"), less(SMS, 10, null)))
          .expectResultMessagePayload(applied(moved(SMS, 0, -10)));
    }

    @Test
    void aRetryOfAnOrderThatCountedBeforeTheClosureIsADuplicate() {
      Cause again = cause(4, 10, "order");
      givenOpen(
              changes(cause(2, 1, "order"), more(CALL_PATHS, 10, "NUW1")),
              close(cause(3, 5, "del")))
          .when(changes(again, more(CALL_PATHS, 10, "NUW1")))
          .expectEvents(duplicated(DuplicateReason.SAME_ORDER, 2, again));
    }

    @Test
    void aLateChangeFromBeforeTheClosureCountsForThenAndIsZeroAfterIt() {
      Cause late = effectiveAt(2, cause(4, 10, "late"));
      givenOpen(close(cause(3, 5, "del")))
          .when(changes(late, more(SMS, 4, null)))
          .expectEvents(increased(SMS, 4, 0, 4, null, late));
      Given.account()
          .givenCommands(
              open(cause(1, 0, "new")),
              close(cause(3, 5, "del")),
              changes(late, more(SMS, 4, null)),
              open(cause(5, 20, "new again")))
          .when(changes(cause(6, 30, "next life"), more(SMS, 1, null)))
          .expectResultMessagePayload(applied(moved(SMS, 0, 1)));
    }
  }

  private TestExecutor<AccountLedger> givenOpen(Object... commands) {
    TestExecutor<AccountLedger> opened = account.givenCommands(open(cause(1, 0, "new")));
    return commands.length == 0 ? opened : opened.andGivenCommands(commands);
  }

  private static LineIncreased increased(
      LineKey line, long by, long before, long after, @Nullable String pon, Cause cause) {
    return new LineIncreased(
        ACCOUNT, line, units(by), units(before), units(after), true, pon, cause);
  }

  private static LineDecreased decreased(
      LineKey line, long by, long before, long after, boolean endedByClosure, Cause cause) {
    return new LineDecreased(
        ACCOUNT, line, units(by), units(before), units(after), true, null, endedByClosure, cause);
  }

  private static DeliveryDuplicated duplicated(DuplicateReason why, int original, Cause cause) {
    Windows windows = why == DuplicateReason.SAME_ORDER ? BY_DEFAULT : null;
    return new DeliveryDuplicated(ACCOUNT, why, delivery(original), windows, cause);
  }

  private static DeliveryHeld holds(
      HoldReason why, @Nullable Integer original, ChangeLines command, Cause cause) {
    return new DeliveryHeld(
        ACCOUNT,
        why,
        original == null ? null : delivery(original),
        command.request(),
        why == HoldReason.SUSPECTED_DUPLICATE ? BY_DEFAULT : null,
        cause);
  }
}
