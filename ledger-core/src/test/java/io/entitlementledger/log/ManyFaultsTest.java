package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in a row that nobody thought of: what callers were told still agrees with the log. */
class ManyFaultsTest extends FaultyWireTest {
  private static final int WRITERS = 8;
  private static final int COMMITS = 200;
  private static final List<Fault> FAULTS = List.of(Fault.values());

  private enum Told {
    STORED,
    NOT_STORED,
    UNDECIDED
  }

  private record Attempt(List<LoggedEvent> events, Told told) {}

  private final AtomicInteger attempts = new AtomicInteger();
  private final Queue<Attempt> done = new ConcurrentLinkedQueue<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyCallerWasToldTheTruth(long seed) throws Exception {
    Random random = new Random(seed);
    try (MongoClient client = wire.client(seed % 2 == 0, SELECTION_MILLIS);
        Appender faulty = appender(client, Duration.ofMillis(700));
        Appender direct = new Appender(log, LogSettings.defaults());
        ScheduledExecutorService chaos = Executors.newSingleThreadScheduledExecutor();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        wire.next("insert", FAULTS.get(random.nextInt(FAULTS.size())));
      }
      Future<?> disturbance =
          chaos.scheduleWithFixedDelay(() -> disturb(random), 20, 20, TimeUnit.MILLISECONDS);
      List<Callable<Void>> writers =
          IntStream.range(0, WRITERS)
              .<Callable<Void>>mapToObj(
                  writer -> () -> write(writer % 4 == 3 ? direct : faulty, writer))
              .toList();
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
      disturbance.cancel(false);
      chaos.shutdown();
      assertThat(chaos.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      wire.heal();
      // Groups are decided one after another, so once this is stored all before it are decided.
      AtomicInteger tries = new AtomicInteger();
      await()
          .until(
              () -> {
                wire.release();
                List<LoggedEvent> last = Events.events("last-" + tries.getAndIncrement(), 0, 1);
                return told(faulty, last) == Told.STORED;
              });
    }
    List<String> stored = ids(stored());
    assertThat(stored).doesNotHaveDuplicates();
    assertThat(done).hasSizeGreaterThanOrEqualTo(COMMITS);
    for (Attempt attempt : done) {
      List<String> ids = ids(attempt.events());
      switch (attempt.told()) {
        case STORED -> assertThat(stored).containsSequence(ids);
        case NOT_STORED -> assertThat(stored).doesNotContainAnyElementsOf(ids);
        case UNDECIDED -> {
          if (stored.contains(ids.getFirst())) {
            assertThat(stored).containsSequence(ids);
          }
        }
      }
    }
  }

  /** Lets go what is held, and now and then refuses everything for a while. */
  private void disturb(Random random) {
    wire.release();
    switch (random.nextInt(40)) {
      case 0 -> wire.refuse();
      case 1 -> wire.silence();
      case 2, 3, 4, 5 -> wire.heal();
      default -> {
        // As before.
      }
    }
  }

  private Void write(Appender appender, int writer) {
    String stream = writer < 4 ? "shared-" + writer % 2 : "own-" + writer;
    for (int i = attempts.getAndIncrement(); i < COMMITS; i = attempts.getAndIncrement()) {
      List<LoggedEvent> events =
          Events.events(stream, log.lastSequence(stream).orElse(-1) + 1, 1 + i % 3);
      done.add(new Attempt(events, told(appender, events)));
    }
    return null;
  }

  private static Told told(Appender appender, List<LoggedEvent> events) {
    try {
      appender.append(Events.draft(events));
      return Told.STORED;
    } catch (LogBusyException | StreamConflictException e) {
      return Told.NOT_STORED;
    } catch (CommitUndecidedException e) {
      return Told.UNDECIDED;
    }
  }
}
