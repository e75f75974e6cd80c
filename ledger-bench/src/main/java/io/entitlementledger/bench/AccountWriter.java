package io.entitlementledger.bench;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/**
 * The events one writer appends: the ledger's own, of accounts that are the writer's alone, about
 * 500 bytes each in the log. Some of it is random, so that a store cannot compress it away.
 */
final class AccountWriter {
  static final int EVENTS_OF_AN_ACCOUNT = 100;

  private static final AtomicLong ACCOUNTS = new AtomicLong();
  private static final LineKey LINE =
      new LineKey(new Product("call_path"), new Module("msteam"), "TC-CP-1000");
  private static final Actor ACTOR = new Actor(Actor.Kind.KEY, "key-1");

  private final SplittableRandom random = new SplittableRandom();
  private AccountId account = nextAccount();
  private long sequence;

  static AccountId nextAccount() {
    return AccountId.parse("ipilot.customer." + ACCOUNTS.incrementAndGet());
  }

  DomainEventMessage<LineIncreased> next() {
    if (sequence == EVENTS_OF_AN_ACCOUNT) {
      account = nextAccount();
      sequence = 0;
    }
    return message(account, sequence++, random);
  }

  static DomainEventMessage<LineIncreased> message(
      AccountId account, long sequence, SplittableRandom random) {
    return new GenericDomainEventMessage<>(
        "AccountLedger", account.toString(), sequence, event(account, sequence, random));
  }

  private static LineIncreased event(AccountId account, long sequence, SplittableRandom random) {
    String reason = "Corrected after call " + new UUID(random.nextLong(), random.nextLong());
    return new LineIncreased(
        account,
        LINE,
        new Quantity(1),
        new Quantity(sequence),
        new Quantity(sequence + 1),
        true,
        "NUW" + random.nextInt(1_000_000),
        new Cause(Instant.now().truncatedTo(ChronoUnit.MILLIS), ACTOR, reason, null, "ipilot/1"));
  }
}
