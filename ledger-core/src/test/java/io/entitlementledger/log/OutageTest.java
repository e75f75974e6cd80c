package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers are let go, with the truth, while the store refuses what it is asked. */
@Timeout(60)
class OutageTest {
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private UnwillingMongo unwilling;
  private EventLog log;
  private Appender appender;

  @BeforeEach
  void open() {
    unwilling = new UnwillingMongo(mongo.database());
    log = new EventLog(mongo.database());
    LogSettings d = LogSettings.defaults();
    appender =
        new Appender(
            new EventLog(unwilling.database()),
            new LogSettings(
                d.waitingCommits(),
                d.waitingBytes(),
                d.groupCommits(),
                d.groupBytes(),
                d.commitEvents(),
                d.commitBytes(),
                PATIENCE,
                d.cachedStreams(),
                d.pollInterval()));
  }

  @AfterEach
  void close() {
    appender.close();
    threads.close();
  }

  private static MongoCommandException unauthorized() {
    return new MongoCommandException(
        BsonDocument.parse(
            """
            {"ok": 0, "code": 13, "codeName": "Unauthorized", "errmsg":
            "not authorized on db to execute command { insert: \\"log\\", raw: \\"secret\\" }"}
            """),
        new ServerAddress());
  }

  private void heal() {
    unwilling.refuseReads(null);
    unwilling.refuseWrites(null);
    await().until(() -> !appender.isStalled());
  }

  @Test
  void whatWasNotSentFailsAsBusyAndIsNeverWritten() {
    unwilling.refuseReads(unauthorized());
    Draft draft = Events.draft(Events.events("a", 0, 1));
    assertThatThrownBy(() -> appender.append(draft)).isInstanceOf(LogBusyException.class);
    // Nobody waits any more; yet it is known when the store can be read again.
    await().until(appender::isStalled);
    heal();
    assertThat(log.head()).isEqualTo(Head.EMPTY);
    assertThat(appender.append(Events.draft(Events.events("a", 0, 1)))).isZero();
  }

  @Test
  void anUnknownOutcomeIsToldAsThatAndFoundOutLater() throws Exception {
    unwilling.refuseWrites(unauthorized());
    Draft first = Events.draft(Events.events("a", 0, 1));
    Future<Long> sent = threads.submit(() -> appender.append(first));
    await().until(appender::isStalled);
    assertThatThrownBy(sent::get)
        .cause()
        .isInstanceOf(CommitUndecidedException.class)
        .isNotInstanceOf(ConcurrencyException.class)
        .isNotInstanceOf(AggregateStreamCreationException.class)
        .hasMessageContaining("may be stored or not");
    Draft second = Events.draft(Events.events("b", 0, 1));
    assertThatThrownBy(() -> appender.append(second)).isInstanceOf(LogBusyException.class);

    heal();
    await().until(() -> log.head().nextPosition() == 1);
    assertThat(log.lastPosition("a")).hasValue(0);
    assertThat(appender.append(Events.draft(Events.events("b", 0, 1)))).isEqualTo(1);
    assertThat(new LogVerifier(log).verify().commits()).isEqualTo(2);
  }

  @Test
  void whatIsStoredWithoutAnAnswerIsFoundAndStoredOnce() {
    unwilling.loseAnswers(new MongoSocketReadException("cut", new ServerAddress()));
    assertThat(appender.append(Events.draft(Events.events("a", 0, 1)))).isZero();
    assertThat(appender.append(Events.draft(Events.events("a", 1, 1)))).isEqualTo(1);
    assertThat(new LogVerifier(log).verify().commits()).isEqualTo(2);
  }

  @Test
  void whatNobodyWaitsForIsDroppedWhenItHasLostItsPlace() {
    unwilling.refuseWrites(unauthorized());
    Draft draft = Events.draft(Events.events("a", 0, 1));
    assertThatThrownBy(() -> appender.append(draft)).isInstanceOf(CommitUndecidedException.class);
    try (Appender other = new Appender(log, LogSettings.defaults())) {
      other.append(Events.draft(Events.events("b", 0, 1)));
    }
    heal();
    assertThat(appender.append(Events.draft(Events.events("c", 0, 1)))).isEqualTo(1);
    assertThat(log.lastPosition("a")).isEmpty();
  }

  @Test
  void aRefusalIsLoggedWhenItBeginsAndWhenItEndsAndQuotesNoDocument() {
    try (LoggedLines logged = new LoggedLines(Outage.class)) {
      unwilling.refuseWrites(unauthorized());
      Draft draft = Events.draft(Events.events("a", 0, 1));
      assertThatThrownBy(() -> appender.append(draft)).isInstanceOf(CommitUndecidedException.class);
      heal();
      await().until(() -> logged.lines().size() > 1);
      List<String> lines = logged.lines();
      assertThat(lines).hasSize(2).noneMatch(line -> line.contains("secret"));
      assertThat(lines.getFirst()).contains("code 13", "Unauthorized: not authorized on db");
      assertThat(lines.getLast()).contains("written again");
    }
  }

  @Test
  void closingEndsTheFindingOut() throws Exception {
    unwilling.refuseWrites(unauthorized());
    Draft draft = Events.draft(Events.events("a", 0, 1));
    try (LoggedLines logged = new LoggedLines(Outage.class)) {
      Future<Long> sent = threads.submit(() -> appender.append(draft));
      await().until(() -> !logged.lines().isEmpty());
      appender.close();
      assertThatThrownBy(sent::get).hasCauseInstanceOf(CommitUndecidedException.class);
    }
    assertThat(appender.isStalled()).isFalse();
  }
}
