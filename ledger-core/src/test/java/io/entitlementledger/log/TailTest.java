package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoInterruptedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that share what the first of them reads. */
@Timeout(60)
class TailTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();

  private record Follower(TrackingEventStream stream, long from, List<Long> positions) {
    void take(int most) throws InterruptedException {
      for (int i = 0; i < most && stream.hasNextAvailable(); i++) {
        takeOne();
      }
    }

    void takeAllBefore(long end) throws InterruptedException {
      while (from + positions.size() < end) {
        takeOne();
      }
    }

    private void takeOne() throws InterruptedException {
      positions.add(Recorded.of(stream.nextAvailable()).position());
    }
  }

  @Test
  void whatOneStreamHasReadTheOthersAreGiven() throws Exception {
    try (OpenLog log = new OpenLog(mongo.database(), OpenLog.NEVER)) {
      TrackingEventStream first = log.store().openStream(null);
      TrackingEventStream second = log.store().openStream(null);
      for (int i = 0; i < 3; i++) {
        log.publish(Events.message("a", i));
        // Both wait: the appender tells the streams of a commit after its caller has gone on.
        assertThat(second.nextAvailable()).isSameAs(first.nextAvailable());
      }
    }
  }

  @Test
  void streamsThatAreAllBehindShareWhatTheFirstOfThemReadsFromWhereverTheyBegin() throws Exception {
    try (OpenLog log = new OpenLog(mongo.database(), OpenLog.NEVER)) {
      int events = fill(log);
      TrackingEventStream first = log.store().openStream(null);
      TrackingEventStream later = log.store().openStream(new GlobalSequenceTrackingToken(4));
      for (int i = 0; i < 5; i++) {
        first.nextAvailable();
      }
      for (int i = 5; i < events; i++) {
        assertThat(later.nextAvailable()).isSameAs(first.nextAvailable());
      }
    }
  }

  @Test
  void streamsThatComeToTheSamePlaceAtOnceReadItOnce() throws Exception {
    try (OpenLog log = new OpenLog(mongo.database(), OpenLog.NEVER);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      int events = fill(log);
      CyclicBarrier together = new CyclicBarrier(4);
      Callable<List<Object>> reader =
          () -> {
            TrackingEventStream stream = log.store().openStream(null);
            List<Object> read = new ArrayList<>();
            while (read.size() < events) {
              together.await();
              read.add(stream.nextAvailable());
            }
            return read;
          };
      Set<Object> different = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<List<Object>> each : threads.invokeAll(Collections.nCopies(4, reader))) {
        different.addAll(each.get());
      }
      // Each event once; a stream that the machine had wait for over a second reads for itself.
      assertThat(different).hasSizeBetween(events, events + events / 2);
    }
  }

  /** More commits than are read at once. */
  private static int fill(OpenLog log) {
    int events = 300;
    for (int i = 0; i < events; i++) {
      log.store().publish(Events.message("a", i));
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void streamsFromAnywhereGetEverythingInOrderWhoeverReadItFirst(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (OpenLog log = new OpenLog(mongo.database(), OpenLog.NEVER)) {
      List<Follower> followers = new ArrayList<>();
      int published = 0;
      for (int turn = 0; turn < 150; turn++) {
        int commit = random.nextInt(1, 6);
        log.store().publish(Events.messages("a", published, commit));
        published += commit;
        if (turn % 10 == 0) {
          long handled = random.nextLong(-1, published);
          var token = new GlobalSequenceTrackingToken(handled);
          followers.add(
              new Follower(log.store().openStream(token), handled + 1, new ArrayList<>()));
        }
        followers.get(random.nextInt(followers.size())).take(random.nextInt(40));
      }
      for (Follower follower : followers) {
        follower.takeAllBefore(published);
        assertThat(follower.positions())
            .containsExactlyElementsOf(
                LongStream.range(follower.from(), published).boxed().toList());
        assertThat(follower.stream().hasNextAvailable()).isFalse();
      }
    }
  }

  @Test
  void itKeepsTheNewestInBoundedMemoryAndOnePartWhateverItsSize() {
    Tail tail = new Tail();
    tail.from(0, () -> part(0, Tail.MOST_BYTES / 2));
    tail.from(1, () -> part(1, Tail.MOST_BYTES / 2));
    assertThat(kept(tail)).containsExactly(0L, 1L);

    tail.from(2, () -> part(2, 1));
    assertThat(kept(tail)).containsExactly(1L, 2L);

    tail.from(3, () -> part(3, Tail.MOST_BYTES + 1));
    assertThat(kept(tail)).containsExactly(3L);

    tail.from(4, () -> part(4, 1));
    assertThat(kept(tail)).containsExactly(4L);
  }

  @Test
  void whatAReplayReadsTakesNoRoom() {
    Tail tail = new Tail();
    tail.from(7, () -> part(7, 1));
    assertThat(tail.from(3, () -> part(3, Tail.MOST_BYTES))).isNotNull();
    assertThat(kept(tail)).containsExactly(7L);
  }

  @Test
  void aReadingThatTakesLongKeepsAReplayWaitingNotAtAllAndOthersNotForEver() throws Exception {
    Tail tail = new Tail();
    tail.from(7, () -> part(7, 1));
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FutureTask<Tail.Part> slow =
        new FutureTask<>(
            () ->
                tail.from(
                    8,
                    () -> {
                      reads.countDown();
                      awaitLatch(goOn);
                      return part(8, 1);
                    }));
    Thread leader = Thread.ofPlatform().start(slow);
    reads.await();

    Tail.Part replayed = part(3, 1);
    assertThat(tail.from(3, () -> replayed)).isSameAs(replayed);
    Tail.Part own = part(8, 1);
    assertThat(tail.from(8, () -> own)).isSameAs(own);

    assertThat(slow.isDone()).isFalse();
    goOn.countDown();
    leader.join();
    assertThat(tail.from(8, () -> null)).isSameAs(own);
  }

  @Test
  void whoIsInterruptedWhileAnotherReadsWaitsNoLonger() {
    Tail tail = new Tail();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> tail.from(0, () -> part(0, 1)))
          .isInstanceOf(MongoInterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(kept(tail)).isEmpty();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Long> kept(Tail tail) {
    return LongStream.range(0, 10).filter(it -> tail.from(it, () -> null) != null).boxed().toList();
  }

  /** One event, in so many bytes. */
  private static Tail.Part part(long from, long bytes) {
    return new Tail.Part(from, new Head(from + 1, Instant.EPOCH, new byte[32]), bytes, List.of());
  }
}
