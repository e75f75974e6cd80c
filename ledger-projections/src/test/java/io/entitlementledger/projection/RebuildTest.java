package io.entitlementledger.projection;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.value.Direction.INCREASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.projection.history.History;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewBehindException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks while a view is rebuilt gets the right answer or is told to wait, never another. */
class RebuildTest {
  private static final Freshness PATIENT = new Freshness(-1, Duration.ofSeconds(20));
  private static final Freshness IMPATIENT = new Freshness(-1, Duration.ofMillis(100));
  private static final int CHANGES = 40;
  private static final int ROUNDS = 4;

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final ReadAcrossAClearing meanwhile = new ReadAcrossAClearing();
  private MongoClient client;
  private RunningLedger ledger;
  private Instant known;

  @BeforeEach
  void start() {
    client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(TestMongo.uri()))
                .addCommandListener(meanwhile)
                .build());
    ledger = new RunningLedger(client.getDatabase(mongo.database().getName()));
    for (int i = 1; i <= CHANGES; i++) {
      ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(i));
    }
    known = ledger.log.head().highWater();
  }

  @AfterEach
  void stop() {
    ledger.close();
    client.close();
  }

  private Object answer(String question, Freshness freshness) {
    LedgerViews views = ledger.views;
    return switch (question) {
      case "directory" -> views.accounts().get(ACCOUNT, freshness).orElseThrow();
      case "entitlements" -> // of a time in the past: from the account's changes
          views.entitlements().at(ACCOUNT, minute(CHANGES / 2), known, freshness).orElseThrow();
      case "history" ->
          views.history().of(History.Query.all(ACCOUNT, known), freshness).orElseThrow();
      case "audit" -> views.audit().of(Audit.Query.first(ACCOUNT, 1000), freshness).orElseThrow();
      default -> throw new IllegalArgumentException(question);
    };
  }

  /** The answer; empty where the view says that it is behind. */
  private Optional<Object> answerOrBehind(String question, Freshness freshness) {
    try {
      return Optional.of(answer(question, freshness));
    } catch (ViewBehindException behind) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @CsvSource({"entitlements, entitlements", "history, entitlements", "audit, audit"})
  void whoBeginsToReadJustBeforeAViewIsEmptiedIsToldToWait(String question, String view) {
    Object right = answer(question, PATIENT);
    var answered = meanwhile.once(() -> answerOrBehind(question, IMPATIENT));
    long target = ledger.views.projections().rebuild(view);
    assertThat(answered.join()).isEmpty();
    ledger.views.currency().awaitAll(view, target, PATIENT);
    assertThat(answer(question, PATIENT)).isEqualTo(right);
  }

  @Test
  void whoeverAsksAgainAndAgainDuringRebuildsGetsNoOtherAnswer() throws Exception {
    List<String> questions = List.of("directory", "entitlements", "history", "audit");
    Map<String, Object> right = new HashMap<>();
    questions.forEach(question -> right.put(question, answer(question, PATIENT)));
    AtomicBoolean over = new AtomicBoolean();
    Queue<Object> wrong = new ConcurrentLinkedQueue<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(questions.size())) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (String question : questions) {
        answers.add(
            readers.submit(
                () -> {
                  int count = 0;
                  while (!over.get()) {
                    Optional<Object> given = answerOrBehind(question, PATIENT);
                    given.filter(it -> !it.equals(right.get(question))).ifPresent(wrong::add);
                    count += given.isPresent() ? 1 : 0;
                  }
                  return count;
                }));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          for (String view : List.of("directory", "entitlements", "audit")) {
            long target = ledger.views.projections().rebuild(view);
            ledger.views.currency().awaitAll(view, target, PATIENT);
          }
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> count : answers) {
        assertThat(count.get()).isPositive();
      }
    }
    assertThat(wrong).isEmpty();
  }
}
