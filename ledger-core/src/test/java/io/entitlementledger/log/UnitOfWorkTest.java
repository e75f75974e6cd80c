package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a unit of work leaves behind when it commits, fails or rolls back. */
class UnitOfWorkTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;
  private Appender appender;
  private LedgerStorageEngine engine;
  private LedgerEventStore store;
  private MongoTokenStore tokens;

  @BeforeEach
  void open() {
    log = new EventLog(mongo.database());
    appender = new Appender(log, LogSettings.defaults());
    engine = OpenLog.engine(mongo.database(), appender).build();
    store = LedgerEventStore.builder().storageEngine(engine).build();
    tokens = new MongoTokenStore(mongo.database(), "me", Duration.ofSeconds(10));
    tokens.initializeTokenSegments("p", 1);
    tokens.fetchToken("p", 0);
  }

  @AfterEach
  void close() {
    while (CurrentUnitOfWork.isStarted()) {
      CurrentUnitOfWork.get().rollback();
    }
    store.close();
    appender.close();
  }

  private long stored() {
    return log.head().nextPosition();
  }

  @Test
  void allEventsOfACommandAreOneDocumentWithItsDelivery() {
    Submission submission =
        Submission.of("{}".getBytes(StandardCharsets.UTF_8), new byte[Submission.SALT_BYTES]);
    UnitOfWork<?> unit =
        DefaultUnitOfWork.startAndGet(
            new GenericCommandMessage<>("c", Map.of(Submission.KEY, submission)));
    // An interceptor that hands on all meta data must not bring the submission into the log.
    store.publish(Events.message("a", 0).andMetaData(Map.of(Submission.KEY, submission)));
    store.publish(Events.messages("b", 0, 2));
    AtomicBoolean reacted = new AtomicBoolean();
    store.subscribe(
        events -> {
          if (reacted.compareAndSet(false, true)) {
            store.publish(Events.message("a", 1)); // stored by a second call, in the same commit
          }
        });
    assertThat(stored()).isZero();
    assertThat(submission.position()).isEmpty();
    unit.commit();

    List<Commit> commits = log.read(0, 10);
    assertThat(commits).hasSize(1);
    assertThat(commits.getFirst().events())
        .extracting(event -> event.stream() + event.sequence())
        .containsExactly("a0", "b0", "b1", "a1");
    assertThat(commits.getFirst().events().getFirst().metadata().isEmpty()).isTrue();
    assertThat(submission.position()).hasValue(3);
    assertThat(log.commitAt(0).flatMap(Commit::raw))
        .hasValue("{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRollbackStoresNothing() {
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 0, 2));
    unit.rollback();
    assertThat(stored()).isZero();
  }

  @Test
  void aSubscriberThatThrowsStoresNothing() {
    store.subscribe(
        events -> {
          throw new IllegalStateException("no");
        });
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 0, 2));
    assertThatThrownBy(unit::commit).isInstanceOf(IllegalStateException.class);
    assertThat(stored()).isZero();
  }

  @Test
  void aNestedUnitThatRollsBackTakesOnlyItsOwn() {
    UnitOfWork<?> outer = DefaultUnitOfWork.startAndGet(null);
    engine.appendEvents(Events.message("outer", 0));
    UnitOfWork<?> inner = DefaultUnitOfWork.startAndGet(null);
    engine.appendEvents(Events.messages("inner", 0, 2));
    inner.rollback();
    UnitOfWork<?> kept = DefaultUnitOfWork.startAndGet(null);
    engine.appendEvents(Events.message("kept", 0));
    kept.commit();
    assertThat(stored()).isZero();
    outer.commit();
    assertThat(log.read(0, 10))
        .singleElement()
        .satisfies(
            commit ->
                assertThat(commit.events())
                    .extracting(LoggedEvent::stream)
                    .containsExactly("outer", "kept"));
  }

  @Test
  void conflictsAreAxonsAndRollTheUnitBack() {
    store.publish(Events.messages("a", 0, 2));
    UnitOfWork<?> again = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.message("a", 0));
    assertThatThrownBy(again::commit).isInstanceOf(AggregateStreamCreationException.class);
    assertThat(again.isRolledBack()).isTrue();
    UnitOfWork<?> late = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.message("a", 1));
    assertThatThrownBy(late::commit)
        .isInstanceOf(ConcurrencyException.class)
        .isNotInstanceOf(AggregateStreamCreationException.class);
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aTokenIsWrittenAfterTheEventsWhateverCameFirst() {
    store.publish(Events.message("a", 0));
    for (boolean tokenFirst : List.of(true, false)) {
      UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
      if (tokenFirst) {
        tokens.storeToken(new GlobalSequenceTrackingToken(7), "p", 0);
      }
      engine.appendEvents(Events.message("a", 0)); // cannot be written
      if (!tokenFirst) {
        tokens.storeToken(new GlobalSequenceTrackingToken(7), "p", 0);
      }
      assertThatThrownBy(unit::commit).isInstanceOf(AggregateStreamCreationException.class);
      assertThat(tokens.lowestPosition("p")).hasValue(-1);
    }
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    tokens.storeToken(new GlobalSequenceTrackingToken(8), "p", 0);
    store.publish(Events.message("a", 1));
    tokens.storeToken(new GlobalSequenceTrackingToken(9), "p", 0);
    assertThat(tokens.lowestPosition("p")).hasValue(-1);
    unit.commit();
    assertThat(tokens.lowestPosition("p")).hasValue(9);
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aClaimThatWasLostKeepsTheEventsFromBeingStored() {
    MongoTokenStore thief = new MongoTokenStore(mongo.database(), "thief", Duration.ofMillis(1));
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    tokens.storeToken(new GlobalSequenceTrackingToken(7), "p", 0);
    store.publish(Events.message("a", 0));
    org.awaitility.Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(thief.fetchToken("p", 0)).isNull());
    assertThatThrownBy(unit::commit)
        .isInstanceOf(org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException.class);
    assertThat(stored()).isZero();
  }
}
