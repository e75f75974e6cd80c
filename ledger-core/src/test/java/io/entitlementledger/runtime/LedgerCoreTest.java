package io.entitlementledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.account.Verdict;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerStorageEngine;
import io.entitlementledger.log.LogSettings;
import io.entitlementledger.log.LogVerifier;
import io.entitlementledger.log.Submission;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(TestMongo.class)
class LedgerCoreTest {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final LineKey SMS =
      new LineKey(new Product("sms"), Module.UNSPECIFIED, LineKey.NO_SKU);

  @Test
  void aCommandIsDurableWithItsPositionWhenItReturns(MongoDatabase database) {
    try (LedgerCore ledger = ledger(database, "one")) {
      Submission submission = Submission.of(new byte[] {1}, new byte[Submission.SALT_BYTES]);

      Outcome outcome = ledger.take(sms(1), submission);

      assertThat(outcome.verdict()).isEqualTo(Verdict.APPLIED);
      assertThat(submission.position().orElseThrow()).isEqualTo(1);
      assertThat(ledger.log().head().nextPosition()).isEqualTo(2);
    }
  }

  @Test
  void anAccountIsReadBackByAProcessThatStartsLater(MongoDatabase database) {
    try (LedgerCore first = ledger(database, "one")) {
      first.take(sms(1), Submission.withoutRaw());
    }
    try (LedgerCore second = ledger(database, "two")) {
      Outcome outcome = second.take(sms(2), Submission.withoutRaw());

      assertThat(outcome.changes().getFirst().before()).isEqualTo(new Quantity(1));
    }
  }

  /** Each of the two caches the account, so that nearly every command meets a stale one. */
  @Test
  void twoProcessesThatTakeTurnsOnOneAccountCountEveryCommandOnce(MongoDatabase database) {
    try (LedgerCore one = ledger(database, "one");
        LedgerCore two = ledger(database, "two")) {
      Outcome last = one.take(sms(1), Submission.withoutRaw());
      for (int i = 2; i <= 20; i++) {
        last = (i % 2 == 0 ? one : two).take(sms(i), Submission.withoutRaw());
      }

      assertThat(last.changes().getFirst().after()).isEqualTo(new Quantity(20));
      assertThat(new LogVerifier(one.log()).verify().good()).isTrue();
    }
  }

  @Test
  void aLongAccountIsSnapshotAndReadsBackTheSame(MongoDatabase database) {
    try (LedgerCore ledger = ledger(database, "one")) {
      for (int i = 1; i <= 210; i++) {
        ledger.take(sms(i), Submission.withoutRaw());
      }
      Awaitility.await().until(() -> database.getCollection("snapshots").countDocuments() == 1);
    }
    try (LedgerCore next = ledger(database, "two")) {
      Outcome outcome = next.take(sms(211), Submission.withoutRaw());

      assertThat(outcome.changes().getFirst().after()).isEqualTo(new Quantity(211));
      assertThat(next.take(sms(211), Submission.withoutRaw()).reason())
          .isEqualTo("suspected_duplicate");
    }
  }

  /** It is taken beside the commands that go on, and must not have a part of them. */
  @Test
  void aSnapshotHoldsTheEventsUpToItsSequenceAndNoOthers(MongoDatabase database) {
    Set<Long> sequences = new TreeSet<>();
    try (LedgerCore ledger = ledger(database, "one")) {
      for (int i = 1; i <= 2000; i++) {
        ledger.take(sms(i), Submission.withoutRaw());
        Document snapshot = database.getCollection("snapshots").find().first();
        if (snapshot != null && sequences.add(snapshot.getLong("sequence"))) {
          long order =
              JsonMapper.shared()
                  .readTree(snapshot.getString("payload"))
                  .at("/state/order")
                  .longValue();
          assertThat(order).isEqualTo(snapshot.getLong("sequence") + 1);
        }
      }
    }

    assertThat(sequences).hasSizeGreaterThan(3);
  }

  /** As after a step back to an older version of the program. */
  @Test
  void anAccountWithAnEventThatIsNotKnownDecidesNothing(MongoDatabase database) {
    try (LedgerCore ledger = ledger(database, "one")) {
      ledger.take(sms(1), Submission.withoutRaw());
    }
    appendUnknown(database, 2);
    try (LedgerCore next = ledger(database, "two")) {
      assertThatThrownBy(() -> next.take(sms(2), Submission.withoutRaw()))
          .rootCause()
          .hasMessageContaining("does not know an event that is stored in this stream");
      assertThat(next.log().head().nextPosition()).isEqualTo(3);
    }
  }

  private static void appendUnknown(MongoDatabase database, long sequence) {
    try (Appender appender = new Appender(new EventLog(database), LogSettings.defaults())) {
      LedgerStorageEngine.builder()
          .appender(appender)
          .snapshots(database.getCollection("snapshots"))
          .eventSerializer(Jackson3Serializer.builder().build())
          .snapshotSerializer(Jackson3Serializer.builder().build())
          .build()
          .appendEvents(
              new GenericDomainEventMessage<>(
                  "AccountLedger", ACCOUNT.toString(), sequence, List.of("from the future")));
    }
  }

  private static LedgerCore ledger(MongoDatabase database, String node) {
    LedgerCore ledger = new LedgerCore(database, node);
    ledger.start(configurer -> {});
    return ledger;
  }

  private static ChangeLines sms(int delivery) {
    Instant receivedAt = Instant.parse("2026-03-01T12:00:00.000Z").plusSeconds(delivery);
    Cause cause =
        new Cause(
            receivedAt,
            new Actor(Actor.Kind.SENDER, "ipilot"),
            null,
            new Delivery(
                "dlv_" + delivery, receivedAt, "sms", "content " + delivery, null, List.of()),
            "1");
    return new ChangeLines(
        ACCOUNT,
        cause,
        null,
        List.of(new LineChange(SMS, Direction.INCREASE, new Quantity(1), true, null, Skus.NONE)),
        DuplicateWindows.DEFAULT);
  }
}
