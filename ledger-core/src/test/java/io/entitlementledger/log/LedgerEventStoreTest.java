package io.entitlementledger.log;

import static java.lang.Thread.State.TIMED_WAITING;
import static java.lang.Thread.State.WAITING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The event store's streams, and what it adds to the engine. */
@Timeout(30)
class LedgerEventStoreTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Set<Long> unreadable = ConcurrentHashMap.newKeySet();
  private LedgerEventStore store;

  @BeforeEach
  void open() {
    store = store(OpenLog.NEVER);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private LedgerEventStore store(Duration poll) {
    OpenLog log = new OpenLog(mongo.database(), poll, events -> events.map(this::upcast));
    open.add(log);
    return log.store();
  }

  private IntermediateEventRepresentation upcast(IntermediateEventRepresentation event) {
    if (event.getSequenceNumber().filter(unreadable::contains).isPresent()) {
      throw new IllegalStateException("cannot be read now");
    }
    return event;
  }

  @Test
  void whatIsThereIsReadAndWhatComesWakesTheReader() throws Exception {
    store.publish(Events.messages("a", 0, 3));
    try (TrackingEventStream stream = store.openStream(null)) {
      for (long position = 0; position < 3; position++) {
        TrackedEventMessage<?> event = stream.nextAvailable();
        assertThat(event.trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(position));
        assertThat(event).isInstanceOf(DomainEventMessage.class);
        assertThat(event.getPayload()).isEqualTo("payload " + position);
      }
      assertThat(stream.hasNextAvailable()).isFalse();
      assertThat(stream.peek()).isEmpty();
      AtomicInteger called = new AtomicInteger();
      assertThat(stream.setOnAvailableCallback(called::incrementAndGet)).isTrue();
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                store.publish(Events.message("b", 0));
                store.publish(new GenericEventMessage<>("alone"));
              });
      assertThat(stream.hasNextAvailable(20, SECONDS)).isTrue();
      assertThat(stream.nextAvailable().getPayload()).isEqualTo("payload 0");
      TrackedEventMessage<?> alone = stream.nextAvailable();
      assertThat(alone).isNotInstanceOf(DomainEventMessage.class);
      assertThat(alone.getPayload()).isEqualTo("alone");
      writer.join();
      await().untilAsserted(() -> assertThat(called).hasPositiveValue());
    }
  }

  @Test
  void readingGoesOnFromAToken() throws Exception {
    store.publish(Events.messages("a", 0, 300));
    store.publish(Events.messages("a", 300, 2));
    try (TrackingEventStream stream = store.openStream(new GlobalSequenceTrackingToken(298))) {
      for (long position = 299; position < 302; position++) {
        assertThat(stream.peek()).isPresent();
        assertThat(Recorded.of(stream.nextAvailable()).position()).isEqualTo(position);
      }
      assertThat(stream.hasNextAvailable(20, MILLISECONDS)).isFalse();
    }
  }

  @Test
  void severalReadersEachGetEverything() throws Exception {
    int readers = 4;
    int events = 500;
    CountDownLatch done = new CountDownLatch(readers);
    for (int i = 0; i < readers; i++) {
      Thread.startVirtualThread(
          () -> {
            try (TrackingEventStream stream = store.openStream(null)) {
              for (long position = 0; position < events; position++) {
                if (Recorded.of(stream.nextAvailable()).position() != position) {
                  return;
                }
              }
              done.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    for (int i = 0; i < events; i += 5) {
      store.publish(Events.messages("a", i, 5));
    }
    assertThat(done.await(20, SECONDS)).isTrue();
  }

  @Test
  void commitsOfAnotherProcessAreSeenWithinThePollInterval() throws Exception {
    LedgerEventStore polling = store(Duration.ofMillis(100));
    try (TrackingEventStream stream = polling.openStream(polling.createHeadToken())) {
      AtomicInteger called = new AtomicInteger();
      stream.setOnAvailableCallback(called::incrementAndGet);
      store.publish(Events.message("a", 0));
      assertThat(stream.hasNextAvailable(20, SECONDS)).isTrue();
      await().untilAsserted(() -> assertThat(called).hasPositiveValue());
    }
  }

  @Test
  void anEventTellsWhereAndWhenItWasRecorded() throws Exception {
    byte[] raw = "{\"object\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    UnitOfWork<?> unit =
        DefaultUnitOfWork.startAndGet(
            GenericEventMessage.asEventMessage("cause")
                .andMetaData(java.util.Map.of(Submission.KEY, Submission.of(raw, new byte[16]))));
    DomainEventMessage<String> message = Events.message("a", 0);
    store.publish(message);
    unit.commit();
    store.publish(Events.message("a", 1));
    Commit commit = new EventLog(mongo.database()).read(0, 1).getFirst();
    try (TrackingEventStream stream = store.openStream(null)) {
      TrackedEventMessage<?> event = stream.nextAvailable();
      assertThat(Recorded.of(event))
          .isEqualTo(
              new Recorded(
                  0,
                  Instant.ofEpochMilli(message.getTimestamp().toEpochMilli()),
                  Hashes.hex(commit.leaf()),
                  Hashes.hex(Hashes.sha256(raw))));
      assertThat(Recorded.of(stream.nextAvailable()).rawSha256()).isNull();
    }
    EventMessage<?> loaded = store.readEvents("a").next();
    assertThatThrownBy(() -> Recorded.of(loaded)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenPastTheEndSaysThatTheTailIsMissing() {
    store.publish(Events.message("a", 0));
    assertThatThrownBy(() -> store.openStream(new GlobalSequenceTrackingToken(1)))
        .isInstanceOf(LogBrokenException.class);
    assertThat(store.openStream(new GlobalSequenceTrackingToken(0)).hasNextAvailable()).isFalse();
  }

  @Test
  void aSnapshotShortensLoadingAndABrokenOneDoesNotHinderIt() {
    store.publish(Events.messages("a", 0, 110));
    assertThat(store.readEvents("a").asStream()).hasSize(110);
    store.storeSnapshot(Events.message("a", 30));
    assertThat(store.readEvents("a").asStream())
        .extracting(DomainEventMessage::getSequenceNumber)
        .hasSize(80)
        .startsWith(30L, 31L)
        .endsWith(109L);
    mongo
        .database()
        .getCollection("snapshots")
        .updateOne(
            com.mongodb.client.model.Filters.eq("_id", "a"),
            com.mongodb.client.model.Updates.set("payload", "{garbage"));
    assertThat(store.readEvents("a").asStream()).hasSize(110);
  }

  @Test
  void aUnitOfWorkSeesItsOwnEventsBeforeOthersDo() {
    store.publish(Events.messages("a", 0, 2));
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
    store.publish(Events.messages("a", 2, 3));
    assertThat(store.readEvents("a").asStream()).hasSize(5);
    assertThat(store.readEvents("a", 2).asStream()).hasSize(3);
    assertThat(store.lastSequenceNumberFor("a")).hasValue(4L);
    unit.rollback();
    assertThat(store.readEvents("a").asStream()).hasSize(2);
    assertThat(store.lastSequenceNumberFor("a")).hasValue(1L);
  }

  @Test
  void aClosedStreamLetsItsReaderGo() throws Exception {
    TrackingEventStream stream = store.openStream(null);
    Thread reader = Thread.startVirtualThread(() -> stream.asStream().forEach(event -> {}));
    await().until(() -> reader.getState(), List.of(WAITING, TIMED_WAITING)::contains);
    stream.close();
    assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void nothingIsSkippedAfterAnEventThatCouldNotBeRead() throws Exception {
    for (int i = 0; i < 5; i++) {
      store.publish(Events.message("a", i));
    }
    unreadable.add(2L);
    try (TrackingEventStream stream = store.openStream(null)) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(stream::peek).hasMessage("cannot be read now");
      }
      unreadable.clear();
      for (long position = 0; position < 5; position++) {
        assertThat(Recorded.of(stream.nextAvailable()).position()).isEqualTo(position);
      }
      assertThat(stream.hasNextAvailable()).isFalse();
    }
  }

  @Test
  void aCallbackThatFailsDoesNotKeepTheStoreFromClosing() throws Exception {
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TrackingEventStream stream = store.openStream(null);
      stream.setOnAvailableCallback(
          () -> {
            throw new IllegalStateException("who set it has ended");
          });
      readers.add(Thread.startVirtualThread(() -> stream.asStream().forEach(event -> {})));
    }
    store.close();
    for (Thread reader : readers) {
      assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    }
  }
}
