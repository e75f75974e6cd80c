package io.entitlementledger.log;

import static java.lang.Thread.State.TIMED_WAITING;
import static java.lang.Thread.State.WAITING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers at the end of the log: how they wait, are woken and are let go. */
@Timeout(60)
class EventStoreTailTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private OpenLog own;
  private OpenLog polling;

  @BeforeEach
  void open() {
    own = new OpenLog(mongo.database(), OpenLog.NEVER);
    polling = new OpenLog(mongo.database(), LogSettings.defaults().pollInterval());
  }

  @AfterEach
  void close() {
    own.close();
    polling.close();
  }

  private static void awaitBlocked(Thread reader) {
    await().until(reader::getState, List.of(WAITING, TIMED_WAITING)::contains);
  }

  @Test
  void aReaderAtTheEndWaitsForTheNextEvent() throws Exception {
    TrackingEventStream stream = own.store().openStream(null);
    for (long position = 0; position < 20; position++) {
      FutureTask<Long> next =
          new FutureTask<>(() -> Recorded.of(stream.nextAvailable()).position());
      Thread reader = Thread.ofPlatform().start(next);
      awaitBlocked(reader);
      assertThat(next.isDone()).isFalse();
      own.publish(Events.message("a", position));
      assertThat(next.get(20, SECONDS)).isEqualTo(position);
    }
  }

  /** As Axon's coordinator does, whose threads relieve one another a moment too early. */
  @Test
  void anEventIsHandedOutOnceWhileAnotherThreadAsksWhetherThereIsOne() throws Exception {
    int events = 1000;
    TrackingEventStream stream = own.store().openStream(null);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> asking =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                stream.hasNextAvailable();
              }
            },
            task -> Thread.ofPlatform().start(task));
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < events; i++) {
                own.publish(Events.message("a", i));
              }
            },
            task -> Thread.ofPlatform().start(task));
    List<Long> positions = new ArrayList<>();
    try {
      while (positions.size() < events) {
        assertThat(stream.hasNextAvailable(20, SECONDS)).isTrue();
        positions.add(Recorded.of(stream.nextAvailable()).position());
      }
    } finally {
      enough.set(true);
    }
    asking.get(20, SECONDS);
    publishing.get(20, SECONDS);
    assertThat(positions).containsExactlyElementsOf(LongStream.range(0, events).boxed().toList());
    assertThat(stream.hasNextAvailable()).isFalse();
  }

  @Test
  void aWaitThatRunsOutSaysThatThereIsNothing() throws Exception {
    TrackingEventStream stream = own.store().openStream(null);
    long start = System.nanoTime();
    assertThat(stream.hasNextAvailable(50, MILLISECONDS)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(50), Duration.ofSeconds(20));
    assertThat(stream.hasNextAvailable(0, SECONDS)).isFalse();
    assertThat(stream.hasNextAvailable()).isFalse();
    own.publish(Events.message("a", 0));
    assertThat(stream.hasNextAvailable(20, SECONDS)).isTrue();
    assertThat(stream.hasNextAvailable(0, SECONDS)).isTrue();
    assertThat(stream.hasNextAvailable()).isTrue(); // asking takes nothing away
    assertThat(stream.peek()).isPresent();
    assertThat(Recorded.of(stream.nextAvailable()).position()).isZero();
    assertThat(stream.hasNextAvailable(10, MILLISECONDS)).isFalse();
  }

  @Test
  void aReaderThatIsInterruptedWaitsNoLonger() throws Exception {
    TrackingEventStream stream = own.store().openStream(null);
    FutureTask<Object> next = new FutureTask<>(stream::nextAvailable);
    Thread reader = Thread.ofPlatform().start(next);
    awaitBlocked(reader);
    reader.interrupt();
    assertThatThrownBy(() -> next.get(20, SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    own.publish(Events.message("a", 0));
    assertThat(Recorded.of(stream.nextAvailable()).position()).isZero(); // it may go on
  }

  @Test
  void closingLetsABlockedReaderGo() throws Exception {
    TrackingEventStream stream = own.store().openStream(null);
    FutureTask<Object> next = new FutureTask<>(stream::nextAvailable);
    awaitBlocked(Thread.ofPlatform().start(next));
    stream.close();
    assertThatThrownBy(() -> next.get(20, SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
    own.publish(Events.message("a", 0));
    assertThat(stream.hasNextAvailable()).isFalse();
    assertThat(stream.hasNextAvailable(1, SECONDS)).isFalse();
  }

  @Test
  void closingTheStoreLetsEveryReaderGo() throws Exception {
    List<FutureTask<Boolean>> waits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TrackingEventStream stream = own.store().openStream(null);
      FutureTask<Boolean> wait = new FutureTask<>(() -> stream.hasNextAvailable(1000, SECONDS));
      awaitBlocked(Thread.ofPlatform().start(wait));
      waits.add(wait);
    }
    own.store().close();
    for (FutureTask<Boolean> wait : waits) {
      assertThat(wait.get(20, SECONDS)).isFalse();
    }
  }

  @Test
  void theCallbackComesAtOnceForEveryCommitOfOnesOwn() {
    AtomicInteger called = new AtomicInteger();
    TrackingEventStream stream = own.store().openStream(null);
    assertThat(stream.setOnAvailableCallback(called::incrementAndGet)).isTrue();
    assertThat(called).hasValue(0);
    for (int i = 0; i < 5; i++) {
      int times = i + 1;
      own.publish(Events.message("a", i));
      // It is called on the appender's thread, just after the caller is let go.
      await().untilAsserted(() -> assertThat(called).hasValue(times));
    }
    AtomicInteger calledLater = new AtomicInteger();
    own.store().openStream(null).setOnAvailableCallback(calledLater::incrementAndGet);
    stream.close();
    own.publish(Events.message("a", 5));
    await().untilAsserted(() -> assertThat(calledLater).hasPositiveValue());
    assertThat(called).hasValue(5);
  }

  @Test
  void commitsOfAnotherProcessAreSeenWithinThePollInterval() throws Exception {
    TrackingEventStream stream = polling.store().openStream(null);
    List<Long> waited = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      CompletableFuture<Long> called = new CompletableFuture<>();
      stream.setOnAvailableCallback(() -> called.complete(System.nanoTime()));
      own.publish(Events.message("a", i));
      long acknowledged = System.nanoTime();
      waited.add(Math.max(0, called.get(20, SECONDS) - acknowledged));
      assertThat(stream.hasNextAvailable()).isTrue();
      assertThat(Recorded.of(stream.nextAvailable()).position()).isEqualTo(i);
    }
    // Of ten at least one is not held up by a busy machine.
    assertThat(waited.stream().mapToLong(Long::longValue).min().getAsLong())
        .isLessThan(Duration.ofMillis(250).toNanos());
  }

  @Test
  void consumersOfEverySpeedGetEverythingInOrder() throws Exception {
    int events = 1000;
    CountDownLatch done = new CountDownLatch(4);
    for (int pause : List.of(0, 0, 1, 200)) { // after every so many events it waits a moment
      TrackingEventStream stream = own.store().openStream(null);
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  for (long position = 0; position < events; position++) {
                    if (Recorded.of(stream.nextAvailable()).position() != position) {
                      return;
                    }
                    if (pause > 0 && position % pause == 0) {
                      Thread.sleep(1);
                    }
                  }
                  done.countDown();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    for (int i = 0; i < events; i += 10) {
      own.store().publish(Events.messages("a", i, 10));
    }
    assertThat(done.await(40, SECONDS)).isTrue();
  }

  @Test
  void noTokenComesTwice() throws Exception {
    TrackingEventStream stream = polling.store().openStream(null);
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < 40; i++) { // by turns its own appender's call and the poll wake it
      (i % 2 == 0 ? own : polling).publish(Events.message("a", i));
      while (stream.hasNextAvailable(i % 7, MILLISECONDS)) {
        positions.add(Recorded.of(stream.nextAvailable()).position());
      }
    }
    while (positions.size() < 40) {
      positions.add(Recorded.of(stream.nextAvailable()).position());
    }
    assertThat(positions).containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
    assertThat(stream.hasNextAvailable(300, MILLISECONDS)).isFalse();
  }
}
