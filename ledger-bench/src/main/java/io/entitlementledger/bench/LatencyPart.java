package io.entitlementledger.bench;

import io.entitlementledger.log.LedgerEventStore;
import io.entitlementledger.log.MongoTokenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * How long it takes from an append to the handler of an idle system, when this process appends and
 * when another does. Both processes are on one machine and tell the time by its one clock.
 */
final class LatencyPart {
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LogBench bench;
  private final Path directory;

  /** When each event was handled, by its id. */
  private final Map<String, Long> handled = new ConcurrentHashMap<>();

  LatencyPart(LogBench bench, Path directory) {
    this.bench = bench;
    this.directory = directory;
  }

  void run(Report report) throws IOException, InterruptedException {
    try (MongoPlace place = new MongoPlace(directory, 1);
        LedgerContender ledger = new LedgerContender(place, "ledger", null);
        ScheduledExecutorService coordinator = Executors.newScheduledThreadPool(1);
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(4)) {
      LedgerEventStore store = LedgerEventStore.builder().storageEngine(ledger.engine()).build();
      PooledStreamingEventProcessor processor = processor(store, ledger, coordinator, workers);
      processor.start();
      try {
        bench.progress("latency: warm-up");
        await(appendHere(ledger));
        bench.progress("latency: this process appends");
        rows(report, "appended by this process", await(appendHere(ledger)));
        bench.progress("latency: another process appends");
        rows(report, "appended by another process", await(appendElsewhere(place)));
      } finally {
        processor.shutDown();
        store.close();
      }
    }
  }

  /** As the ledger runs one for each of its views. */
  private PooledStreamingEventProcessor processor(
      LedgerEventStore store,
      LedgerContender ledger,
      ScheduledExecutorService coordinator,
      ScheduledExecutorService workers) {
    EventMessageHandler handler =
        event -> handled.put(event.getIdentifier(), LatencyAppender.micros());
    return PooledStreamingEventProcessor.builder()
        .name("latency")
        .eventHandlerInvoker(SimpleEventHandlerInvoker.builder().eventHandlers(handler).build())
        .messageSource(store)
        .tokenStore(new MongoTokenStore(ledger.database(), "bench", CLAIM_TIMEOUT))
        .transactionManager(NoTransactionManager.instance())
        .coordinatorExecutor(coordinator)
        .workerExecutor(workers)
        .initialSegmentCount(2)
        .initialToken(StreamableMessageSource::createTailToken)
        .batchSize(100)
        .build();
  }

  private List<LatencyAppender.Sent> appendHere(LedgerContender ledger)
      throws InterruptedException {
    List<LatencyAppender.Sent> sent = new ArrayList<>();
    LatencyAppender.append(ledger.engine(), bench.samples, sent::add);
    return sent;
  }

  private List<LatencyAppender.Sent> appendElsewhere(MongoPlace place)
      throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LatencyAppender.class.getName(),
                place.connectionString(),
                Integer.toString(bench.samples))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<LatencyAppender.Sent> sent = new ArrayList<>();
    try (BufferedReader lines = other.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sent.add(LatencyAppender.Sent.parse(line));
      }
    } finally {
      other.destroy();
    }
    int exit = other.waitFor();
    if (exit != 0 || sent.isEmpty()) {
      throw new IllegalStateException("The other process ended with " + exit);
    }
    return sent;
  }

  private List<Latency> await(List<LatencyAppender.Sent> sent) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<Latency> latencies = new ArrayList<>();
    for (LatencyAppender.Sent event : sent) {
      Long at = handled.get(event.id());
      while (at == null) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("An event was not handled within " + PATIENCE);
        }
        Thread.sleep(1);
        at = handled.get(event.id());
      }
      latencies.add(new Latency((at - event.before()) / 1e3, (at - event.returned()) / 1e3));
    }
    return latencies;
  }

  /**
   * Of one event, in milliseconds.
   *
   * @param fromCall since the append was called
   * @param fromReturn since it returned; below zero if the handler was quicker than that
   */
  private record Latency(double fromCall, double fromReturn) {}

  private static void rows(Report report, String by, List<Latency> latencies) {
    rows(report, "was called", by, Samples.of(latencies, Latency::fromCall));
    rows(report, "returned", by, Samples.of(latencies, Latency::fromReturn));
  }

  private static void rows(Report report, String since, String by, Samples latencies) {
    for (int percent : new int[] {50, 99}) {
      report.row(
          "to the handler, p%d, since the append %s".formatted(percent, since),
          by,
          latencies.percentile(percent),
          "ms");
    }
  }
}
