package io.entitlementledger.account;

import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.delivery;
import static io.entitlementledger.account.Given.duplicate;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.held;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.open;

import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A held delivery that a person released or discarded is remembered as decided either way. */
class RuledDeliveryTest {
  /** What a person does about delivery 3. */
  static final List<Object> RULINGS = List.of(Given.release(3), Given.discard(3));

  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @ParameterizedTest
  @FieldSource("RULINGS")
  void aRepeatOfTheOrderWithinTheHourIsADuplicateOfIt(Object ruling) {
    Given.heldOrder(account)
        .andGivenCommands(ruling)
        .when(changes(cause(4, 100, "order"), more(SMS, 5, "NUW1")))
        .expectResultMessagePayload(duplicate("same_order", delivery(3)));
  }

  @ParameterizedTest
  @FieldSource("RULINGS")
  void aRepeatOfTheOrderAfterTheHourIsInDoubt(Object ruling) {
    Given.heldOrder(account)
        .andGivenCommands(ruling)
        .when(changes(cause(4, 200, "order"), more(SMS, 5, "NUW1")))
        .expectResultMessagePayload(held("suspected_duplicate", delivery(2)));
  }

  @ParameterizedTest
  @FieldSource("RULINGS")
  void aRepeatUnderItsKeyIsADuplicateOfIt(Object ruling) {
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            gauge(cause(2, 1, "7", "key-1"), 7),
            gauge(cause(3, 2, "13", "key-1"), 13),
            ruling)
        .when(gauge(cause(4, 3, "13", "key-1"), 13))
        .expectResultMessagePayload(duplicate("same_idempotency_key", delivery(3)));
  }

  @ParameterizedTest
  @FieldSource("RULINGS")
  void theSameContentWithinTenMinutesIsInDoubt(Object ruling) {
    account
        .givenCommands(
            open(cause(1, 0, "new")),
            changes(cause(2, 1, "sms"), more(SMS, 5, null)),
            changes(cause(3, 9, "sms"), more(SMS, 5, null)),
            ruling)
        .when(changes(cause(4, 18, "sms"), more(SMS, 5, null)))
        .expectResultMessagePayload(held("suspected_duplicate", delivery(3)));
  }
}
