package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a unit of work's commit when others who take part in the unit fail. */
class UnitOfWorkFaultsTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;
  private Appender appender;
  private LedgerEventStore store;
  private MongoTokenStore tokens;

  @BeforeEach
  void open() {
    log = new EventLog(mongo.database());
    appender = new Appender(log, LogSettings.defaults());
    store =
        LedgerEventStore.builder()
            .storageEngine(OpenLog.engine(mongo.database(), appender).build())
            .build();
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

  private static IllegalStateException fault() {
    return new IllegalStateException("no");
  }

  @Test
  void aSubscriberThatThrowsTakesEveryPartWithIt() {
    store.subscribe(
        events -> {
          if (events.stream().anyMatch(event -> event.getPayload().equals("payload 7"))) {
            throw fault();
          }
        });
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    tokens.storeToken(new GlobalSequenceTrackingToken(5), "p", 0);
    store.publish(Events.messages("a", 0, 2));
    UnitOfWork<?> nested = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.message("b", 7)); // told after the others, which are collected by then
    nested.commit();
    assertThatThrownBy(unit::commit).isInstanceOf(IllegalStateException.class);
    assertThat(unit.isRolledBack()).isTrue();
    assertThat(log.head()).isEqualTo(Head.EMPTY);
    assertThat(tokens.lowestPosition("p")).hasValue(-1);
  }

  @Test
  void aCommitCallbackThatRunsBeforeOursKeepsEverythingFromBeingStored() {
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    tokens.storeToken(new GlobalSequenceTrackingToken(5), "p", 0);
    store.publish(Events.messages("a", 0, 2));
    // Callbacks run in the reverse order of their registration.
    unit.onCommit(
        late -> {
          throw fault();
        });
    assertThatThrownBy(unit::commit).isInstanceOf(IllegalStateException.class);
    assertThat(log.head()).isEqualTo(Head.EMPTY);
    assertThat(tokens.lowestPosition("p")).hasValue(-1);
  }

  @Test
  void aCommitCallbackThatRunsAfterOursFailsItsCallerButNotWhatIsStored() {
    Submission submission = Submission.withoutRaw();
    UnitOfWork<?> unit =
        DefaultUnitOfWork.startAndGet(
            new GenericCommandMessage<>("c", Map.of(Submission.KEY, submission)));
    unit.onCommit(
        early -> {
          throw fault();
        });
    store.publish(Events.messages("a", 0, 2));
    tokens.storeToken(new GlobalSequenceTrackingToken(5), "p", 0);
    assertThatThrownBy(unit::commit).isInstanceOf(IllegalStateException.class);
    assertThat(unit.isRolledBack()).isTrue();
    assertThat(log.lastSequence("a")).hasValue(1);
    assertThat(tokens.lowestPosition("p")).hasValue(5);
    assertThat(submission.position()).hasValue(1);
    store.publish(Events.message("a", 2)); // and the stream goes on from there
    assertThat(new LogVerifier(log).verify(log.head()).commits()).isEqualTo(2);
  }
}
