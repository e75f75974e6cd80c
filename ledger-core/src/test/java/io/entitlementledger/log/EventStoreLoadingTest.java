package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DefaultEventBusSpanFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.tracing.TestSpanFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An aggregate's events as they are loaded: stored ones, staged ones and snapshots. */
class EventStoreLoadingTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private OpenLog log;
  private LedgerEventStore store;

  @BeforeEach
  void open() {
    log = new OpenLog(mongo.database(), OpenLog.NEVER);
    store = log.store();
  }

  @AfterEach
  void close() {
    while (CurrentUnitOfWork.isStarted()) {
      CurrentUnitOfWork.get().rollback();
    }
    log.close();
  }

  private List<Long> load(String aggregate) {
    return store
        .readEvents(aggregate)
        .asStream()
        .map(DomainEventMessage::getSequenceNumber)
        .toList();
  }

  private List<Long> load(String aggregate, long first) {
    return store
        .readEvents(aggregate, first)
        .asStream()
        .map(DomainEventMessage::getSequenceNumber)
        .toList();
  }

  private static List<Long> range(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  @Test
  void anAggregateIsLoadedAloneAndFromAnySequence() {
    for (int i = 0; i < 110; i += 11) {
      store.publish(Events.messages("a", i, 11));
      store.publish(Events.messages("b", i, 11));
    }
    assertThat(load("a")).isEqualTo(range(0, 110));
    assertThat(store.readEvents("a").asStream())
        .extracting(DomainEventMessage::getAggregateIdentifier)
        .containsOnly("a");
    for (long first : List.of(0L, 1L, 10L, 11L, 12L, 57L, 109L, 110L, 500L)) {
      assertThat(load("a", first)).isEqualTo(range(first, 110));
    }
    assertThat(load("unknown")).isEmpty();
    assertThat(store.lastSequenceNumberFor("a")).hasValue(109L);
    assertThat(store.lastSequenceNumberFor("unknown")).isEmpty();
  }

  @Test
  void aSnapshotIsTheFirstEventAndStagedOnesAreTheLast() {
    store.publish(Events.messages("a", 0, 60));
    store.storeSnapshot(Events.message("a", 30));
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 60, 5));
    assertThat(load("a")).isEqualTo(range(30, 65));
    assertThat(load("a", 10)).isEqualTo(range(10, 65)); // asked for, so not from the snapshot
    unit.commit();
    assertThat(load("a")).isEqualTo(range(30, 65));
    store.storeSnapshot(Events.message("a", 64));
    assertThat(load("a")).isEqualTo(range(64, 65));
  }

  @Test
  void stagedEventsAreSeenWithinTheirUnitOfWorkAndNowhereElse() throws Exception {
    store.publish(Events.messages("a", 0, 2));
    TrackingEventStream stream = store.openStream(store.createHeadToken());
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 2, 3));
    assertThat(load("a")).isEqualTo(range(0, 5));
    assertThat(load("a", 3)).isEqualTo(range(3, 5));
    assertThat(store.lastSequenceNumberFor("a")).hasValue(4L);

    CurrentUnitOfWork.clear(unit);
    assertThat(load("a")).isEqualTo(range(0, 2));
    assertThat(load("a", 3)).isEmpty();
    assertThat(store.lastSequenceNumberFor("a")).hasValue(1L);
    assertThat(stream.hasNextAvailable()).isFalse();

    CurrentUnitOfWork.set(unit);
    unit.commit();
    assertThat(load("a")).isEqualTo(range(0, 5));
    assertThat(Recorded.of(stream.nextAvailable()).position()).isEqualTo(2);
  }

  @Test
  void stagedEventsAreNotSeenTwiceInAnyPhaseOfNestedUnits() {
    store.publish(Events.messages("a", 0, 2));
    UnitOfWork<?> outer = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 2, 2));
    UnitOfWork<?> inner = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 4, 6));
    int[] seen = {0};
    for (UnitOfWork<?> unit : List.of(inner, outer)) {
      unit.onPrepareCommit(it -> seen[0] += seeTen());
      unit.onCommit(it -> seen[0] += seeTen());
      unit.afterCommit(it -> seen[0] += seeTen());
    }
    inner.commit();
    outer.commit();
    assertThat(seen[0]).isEqualTo(6);
    assertThat(load("a")).isEqualTo(range(0, 10));
  }

  private int seeTen() {
    assertThat(load("a")).isEqualTo(range(0, 10));
    return 1;
  }

  @Test
  void anAggregateThatAnotherWroteMeanwhileIsAConflict() {
    store.publish(Events.messages("a", 0, 2));
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.message("a", 2));
    try (OpenLog other = new OpenLog(mongo.database(), OpenLog.NEVER)) {
      CurrentUnitOfWork.clear(unit);
      other.publish(Events.message("a", 2));
      CurrentUnitOfWork.set(unit);
    }
    assertThatThrownBy(unit::commit).isInstanceOf(ConcurrencyException.class);
    assertThat(load("a")).isEqualTo(range(0, 3));
  }

  @Test
  void publishingAndCommittingAreTracedAsAxonsBusDoes() {
    TestSpanFactory spans = new TestSpanFactory();
    try (Appender appender = new Appender(new EventLog(mongo.database()), LogSettings.defaults());
        LedgerEventStore traced =
            LedgerEventStore.builder()
                .storageEngine(OpenLog.engine(mongo.database(), appender).build())
                .spanFactory(DefaultEventBusSpanFactory.builder().spanFactory(spans).build())
                .build()) {
      DomainEventMessage<String> event = Events.message("a", 0);
      UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
      traced.publish(event);
      spans.verifySpanCompleted("EventBus.publishEvent", event);
      spans.verifyNotStarted("EventBus.commitEvents");
      unit.commit();
      spans.verifySpanCompleted("EventBus.commitEvents");
    }
  }
}
