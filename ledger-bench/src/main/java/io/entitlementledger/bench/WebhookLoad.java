package io.entitlementledger.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Senders, each with a connection of its own. */
final class WebhookLoad {
  private final URI address;

  WebhookLoad(URI address) {
    this.address = address;
  }

  /**
   * What was answered.
   *
   * @param statuses how often each status came
   * @param perSecond how many answers with 2xx there were in a second
   */
  record Answers(Map<Integer, Long> statuses, double perSecond) {}

  /** Each sends the next request when it has its answer, and waits where an answer asks it to. */
  Answers closed(int connections, Duration length, Supplier<byte[]> requests)
      throws InterruptedException {
    Map<Integer, Long> statuses = new ConcurrentSkipListMap<>();
    AtomicLong good = new AtomicLong();
    long start = System.nanoTime();
    long end = start + length.toNanos();
    senders(
        connections,
        connection -> {
          while (System.nanoTime() < end) {
            WebhookConnection.Answer answer = connection.exchange(requests.get());
            statuses.merge(answer.status(), 1L, Long::sum);
            if (answer.good()) {
              good.incrementAndGet();
            } else {
              long wait = TimeUnit.SECONDS.toNanos(Math.max(answer.retryAfter(), 1));
              LockSupport.parkNanos(Math.min(wait, end - System.nanoTime()));
            }
          }
        });
    return new Answers(statuses, good.get() * 1e9 / (System.nanoTime() - start));
  }

  /**
   * Sends at a rate, whatever is answered when.
   *
   * @return of each answer the milliseconds since its request was due; one that could not be sent
   *     in time because all connections were waiting has waited, too
   * @throws IllegalStateException if one was not answered well: it would not have been waited for
   */
  List<Double> open(int connections, double rate, Duration length, Supplier<byte[]> requests)
      throws InterruptedException {
    Collection<List<Double>> all = new ArrayList<>();
    AtomicLong next = new AtomicLong();
    long count = (long) (rate * length.toMillis() / 1e3);
    long start = System.nanoTime();
    senders(
        connections,
        connection -> {
          List<Double> latencies = new ArrayList<>();
          for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            long due = start + (long) (i * 1e9 / rate);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
              LockSupport.parkNanos(early);
            }
            boolean good = connection.exchange(requests.get()).good();
            latencies.add(good ? (System.nanoTime() - due) / 1e6 : length.toMillis());
          }
          synchronized (all) {
            all.add(latencies);
          }
        });
    return all.stream().flatMap(List::stream).toList();
  }

  private void senders(int connections, Consumer<WebhookConnection> sender)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (WebhookConnection connection = new WebhookConnection(address)) {
                      sender.accept(connection);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
