package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;

/** The vocabulary of the command tests: one account, a clock in minutes, deliveries by number. */
final class Given {
  static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  static final LineKey CALL_PATHS = line("call_path");
  static final LineKey NUMBERS = line("phone_number");
  static final LineKey SMS = line("sms");
  static final LineKey ROUTED = line("routed_number");

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000Z");

  private Given() {}

  static FixtureConfiguration<AccountLedger> account() {
    return new AggregateTestFixture<>(AccountLedger.class);
  }

  /** Minutes after noon. */
  static Instant minute(long minutes) {
    return NOON.plusSeconds(minutes * 60);
  }

  static LineKey line(String product) {
    return new LineKey(new Product(product), new Module("msteam"), "1234");
  }

  static Quantity units(long units) {
    return new Quantity(units);
  }

  static String delivery(int number) {
    return "dlv_" + number;
  }

  /** What a delivery with some content causes, received at a minute. */
  static Cause cause(int delivery, long minute, String content) {
    return cause(delivery, minute, content, null);
  }

  static Cause cause(int delivery, long minute, String content, @Nullable String idempotencyKey) {
    return new Cause(
        minute(minute),
        new Actor(Actor.Kind.SENDER, "ipilot"),
        null,
        new Delivery(
            delivery(delivery), minute(minute), "test", content, idempotencyKey, List.of()),
        "1");
  }

  /** The same delivery, counting from another minute than it was received at. */
  static Cause effectiveAt(long minute, Cause cause) {
    return new Cause(
        minute(minute), cause.actor(), cause.reason(), cause.delivery(), cause.catalogue());
  }

  static LineChange more(LineKey line, long units, @Nullable String pon) {
    return new LineChange(line, Direction.INCREASE, units(units), true, pon, Skus.NONE);
  }

  static LineChange less(LineKey line, long units, @Nullable String pon) {
    return new LineChange(line, Direction.DECREASE, units(units), true, pon, Skus.NONE);
  }

  static ChangeLines changes(Cause cause, LineChange... changes) {
    return new ChangeLines(ACCOUNT, cause, null, List.of(changes), DuplicateWindows.DEFAULT);
  }

  static SetGauge gauge(Cause cause, long units) {
    return new SetGauge(
        ACCOUNT, cause, null, new GaugeReading(ROUTED, units(units), false, Skus.NONE));
  }

  static OpenAccount open(Cause cause) {
    return new OpenAccount(ACCOUNT, cause, null);
  }

  static CloseAccount close(Cause cause) {
    return new CloseAccount(ACCOUNT, cause, null);
  }

  static Ruling ruling() {
    return new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "The customer confirmed it.", "act-1");
  }

  /** Delivery 3, which is held: the order of delivery 2 again, 80 minutes later. */
  static TestExecutor<AccountLedger> heldOrder(FixtureConfiguration<AccountLedger> account) {
    return account.givenCommands(
        open(cause(1, 0, "new")),
        changes(cause(2, 1, "order"), more(SMS, 5, "NUW1")),
        changes(cause(3, 81, "order"), more(SMS, 5, "NUW1")));
  }

  static ReleaseDelivery release(int delivery) {
    return new ReleaseDelivery(ACCOUNT, delivery(delivery), ruling());
  }

  static DiscardDelivery discard(int delivery) {
    return new DiscardDelivery(ACCOUNT, delivery(delivery), ruling());
  }

  static Outcome discarded() {
    return new Outcome(Verdict.DISCARDED, null, null, List.of());
  }

  static Outcome applied(Outcome.LineMove... moves) {
    return new Outcome(Verdict.APPLIED, null, null, List.of(moves));
  }

  static Outcome duplicate(String reason, @Nullable String original) {
    return new Outcome(Verdict.DUPLICATE, reason, original, List.of());
  }

  static Outcome held(String reason, @Nullable String original) {
    return new Outcome(Verdict.HELD, reason, original, List.of());
  }

  static Outcome.LineMove moved(LineKey line, long before, long after) {
    return new Outcome.LineMove(line, units(before), units(after));
  }
}
