package io.entitlementledger.bench;

import io.entitlementledger.event.LineIncreased;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;

/** The work that is measured, the same for every engine. */
final class Work {
  private Work() {}

  /** Has so many threads append one-event commits, each as soon as its last one is durable. */
  static Figure append(Contender contender, int writers, Duration time)
      throws InterruptedException {
    CompletableFuture<Figure.Clock> clock = new CompletableFuture<>();
    CyclicBarrier start =
        new CyclicBarrier(writers, () -> clock.complete(Figure.Clock.start(contender)));
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      Callable<Long> work =
          () -> {
            start.await();
            return appendUntil(contender, System.nanoTime() + time.toNanos());
          };
      long events = 0;
      for (Future<Long> writer : threads.invokeAll(Collections.nCopies(writers, work))) {
        events += writer.get();
      }
      return clock.get().stop(events);
    } catch (ExecutionException e) {
      throw new IllegalStateException(contender.label() + " failed to append", e.getCause());
    }
  }

  private static long appendUntil(Contender contender, long deadline) {
    AccountWriter writer = new AccountWriter();
    long events = 0;
    do {
      contender.engine().appendEvents(writer.next());
      events++;
    } while (System.nanoTime() < deadline);
    return events;
  }

  /** Reads all events from the first on, with their payloads, and starts over at the end. */
  static Figure readAll(Contender contender, Duration time) {
    Figure.Clock clock = Figure.Clock.start(contender);
    long deadline = System.nanoTime() + time.toNanos();
    long events = 0;
    do {
      long before = events;
      try (Stream<? extends TrackedEventMessage<?>> all =
          contender.engine().readEvents(null, false)) {
        for (Iterator<? extends TrackedEventMessage<?>> each = all.iterator(); each.hasNext(); ) {
          if (!(each.next().getPayload() instanceof LineIncreased)) {
            throw new IllegalStateException(contender.label() + " gave back something else");
          }
          events++;
          if (events % 64 == 0 && System.nanoTime() >= deadline) {
            break;
          }
        }
      }
      if (events == before) {
        throw new IllegalStateException(contender.label() + " holds no event to read");
      }
    } while (System.nanoTime() < deadline);
    return clock.stop(events);
  }
}
