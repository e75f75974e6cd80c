package io.entitlementledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.account.ReleaseDelivery;
import io.entitlementledger.account.Verdict;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.intake.QuarantineDelivery;
import io.entitlementledger.intake.RetryDelivery;
import io.entitlementledger.log.LogVerifier;
import io.entitlementledger.log.LoggedEvent;
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
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Skus;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person's acts on a running ledger. */
class RulingTest {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final LineKey SMS =
      new LineKey(new Product("sms"), Module.UNSPECIFIED, LineKey.NO_SKU);
  private static final Ruling RULING =
      new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "It is a new batch.", null);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private LedgerCore ledger;

  @BeforeEach
  void start() {
    ledger = ledger(mongo.database(), "one");
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  @Test
  void aRetryAndWhatItLedToAreOneCommitOfTwoStreams() {
    ledger.take(sms(1, "a"), Submission.withoutRaw());
    quarantine("dlv_2");
    Submission submission = Submission.withoutRaw();

    Outcome outcome = ledger.rule(retry(2), submission);

    assertThat(outcome.verdict()).isEqualTo(Verdict.APPLIED);
    long position = submission.position().orElseThrow();
    List<LoggedEvent> events = ledger.log().commitAt(position).orElseThrow().events();
    assertThat(events)
        .extracting(LoggedEvent::stream)
        .containsExactlyInAnyOrder(ACCOUNT.toString(), "dlv_2");
    assertThat(events)
        .extracting(LoggedEvent::name)
        .containsExactlyInAnyOrder("LineIncreased", "DeliveryRetried");
    assertThat(new LogVerifier(ledger.log()).verify().good()).isTrue();
  }

  /** Each of the two caches the account, so that nearly every retry meets a stale one. */
  @Test
  void aRetryThatMeetsAnAccountThatAnotherProcessChangedIsDecidedAnew() {
    try (LedgerCore other = ledger(mongo.database(), "two")) {
      ledger.take(sms(1, "content 1"), Submission.withoutRaw());
      for (int i = 2; i <= 10; i += 2) {
        other.take(sms(i, "content " + i), Submission.withoutRaw());
        quarantine("dlv_" + (i + 1));
        Outcome outcome = ledger.rule(retry(i + 1), Submission.withoutRaw());
        assertThat(outcome.changes().getFirst().after()).isEqualTo(new Quantity(i + 1));
      }
      assertThat(other.take(sms(12, "last"), Submission.withoutRaw()).changes().getFirst().after())
          .isEqualTo(new Quantity(12));
    }
  }

  @Test
  void ofTwoProcessesThatRetryOneDeliveryAtOnceOneDoes() throws Exception {
    try (LedgerCore other = ledger(mongo.database(), "two");
        ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (int i = 1; i <= 10; i++) {
        quarantine("dlv_" + i);
        RetryDelivery retry = retry(i);
        List<Future<Boolean>> done =
            both.invokeAll(
                List.<Callable<Boolean>>of(
                    () -> succeeds(ledger, retry), () -> succeeds(other, retry)));
        assertThat(List.of(done.get(0).get(), done.get(1).get()))
            .containsExactlyInAnyOrder(true, false);
      }
      assertThat(other.take(sms(11, "last"), Submission.withoutRaw()).changes().getFirst().after())
          .isEqualTo(new Quantity(11));
    }
  }

  private static boolean succeeds(LedgerCore ledger, RetryDelivery retry) {
    try {
      ledger.rule(retry, Submission.withoutRaw());
      return true;
    } catch (NothingWaitsException waitsNoMore) {
      return false;
    }
  }

  @Test
  void aPreviewTellsWhatARetryWouldComeToAndRecordsNothing() {
    quarantine("dlv_1");
    long before = ledger.log().head().nextPosition();

    Outcome preview = ledger.preview(ACCOUNT, retry(1));

    assertThat(ledger.log().head().nextPosition()).isEqualTo(before);
    assertThat(ledger.rule(retry(1), Submission.withoutRaw())).isEqualTo(preview);
  }

  @Test
  void aPreviewOfAReleaseLeavesTheDeliveryHeldAndTheAccountAsItWas() {
    ledger.take(sms(1, "same"), Submission.withoutRaw());
    ledger.take(sms(2, "same"), Submission.withoutRaw());
    ReleaseDelivery release = new ReleaseDelivery(ACCOUNT, "dlv_2", RULING);

    Outcome preview = ledger.preview(ACCOUNT, release);

    assertThat(preview.changes().getFirst().after()).isEqualTo(new Quantity(2));
    assertThat(ledger.take(sms(3, "new"), Submission.withoutRaw()).changes().getFirst().before())
        .isEqualTo(new Quantity(1));
    assertThat(ledger.rule(release, Submission.withoutRaw()).verdict()).isEqualTo(Verdict.APPLIED);
    assertThatThrownBy(() -> ledger.preview(ACCOUNT, release))
        .isInstanceOf(NothingWaitsException.class);
  }

  @Test
  void aPreviewIsOfWhatAnotherProcessHasMadeOfTheAccount() {
    ledger.take(sms(1, "same"), Submission.withoutRaw());
    ledger.take(sms(2, "same"), Submission.withoutRaw());
    try (LedgerCore other = ledger(mongo.database(), "two")) {
      other.take(sms(0, "before"), Submission.withoutRaw());
    }

    Outcome preview = ledger.preview(ACCOUNT, new ReleaseDelivery(ACCOUNT, "dlv_2", RULING));

    assertThat(preview.changes().getFirst().before()).isEqualTo(new Quantity(2));
  }

  private static LedgerCore ledger(MongoDatabase database, String node) {
    LedgerCore ledger = new LedgerCore(database, node);
    ledger.start(configurer -> {});
    return ledger;
  }

  private void quarantine(String delivery) {
    ledger.record(
        new QuarantineDelivery(
            delivery, new Source("ipilot"), "unknown_action", "", "Detail.", null, cause(1, "a")),
        Submission.withoutRaw());
  }

  private static RetryDelivery retry(int delivery) {
    return new RetryDelivery("dlv_" + delivery, sms(delivery, "retry " + delivery), RULING);
  }

  private static Cause cause(int delivery, String content) {
    Instant receivedAt = Instant.parse("2026-03-01T12:00:00.000Z").plusSeconds(delivery);
    return new Cause(
        receivedAt,
        new Actor(Actor.Kind.SENDER, "ipilot"),
        null,
        new Delivery("dlv_" + delivery, receivedAt, "sms", content, null, List.of()),
        "1");
  }

  private static ChangeLines sms(int delivery, String content) {
    return new ChangeLines(
        ACCOUNT,
        cause(delivery, content),
        null,
        List.of(new LineChange(SMS, Direction.INCREASE, new Quantity(1), true, null, Skus.NONE)),
        DuplicateWindows.DEFAULT);
  }
}
