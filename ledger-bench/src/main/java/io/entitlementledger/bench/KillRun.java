package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Kills the whole program again and again under senders that never give up. */
final class KillRun {
  /** How many orders it takes before it is killed, at most, and how long it may take for them. */
  private static final int MOST_ORDERS = 300;

  private static final List<String> QUICK_TO_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final int cycles;
  private final int senders;
  private final SplittableRandom random;
  private final long seed;
  private final Path data;
  private final Path said;
  private final AtomicReference<@Nullable URI> address = new AtomicReference<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final List<String> flaws = new ArrayList<>();
  private Duration lastStart = Duration.ofSeconds(3);
  private int killedStarting;

  KillRun(int cycles, int senders, long seed, Path directory) {
    this.cycles = cycles;
    this.senders = senders;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.data = directory.resolve("data");
    this.said = directory.resolve("said");
  }

  /**
   * What came of it.
   *
   * @param cycles how often it was killed
   * @param starting how often of these before it was ready
   * @param orders how many got their 2xx
   * @param retries attempts that got none
   * @param duplicates orders that had been counted when their answer was lost
   */
  record Outcome(
      int cycles,
      int starting,
      long orders,
      long retries,
      long duplicates,
      List<String> flaws,
      Duration duration) {}

  Outcome run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    AtomicBoolean enough = new AtomicBoolean();
    List<KillSender> all = new ArrayList<>();
    int killed = 0;
    try (HttpClient http = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newFixedThreadPool(senders)) {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        KillSender sender = new KillSender(i, seed, http, address::get, acknowledged);
        all.add(sender);
        sending.add(
            threads.submit(
                () -> {
                  sender.send(enough::get);
                  return null;
                }));
      }
      try {
        while (killed < cycles && flaws.isEmpty()) {
          cycle();
          killed++;
        }
        try (LedgerProgram last = LedgerProgram.serve(data, said, QUICK_TO_START)) {
          URI ledger = last.address();
          address.set(ledger);
          enough.set(true);
          await(sending);
          flaws.addAll(new KillCheck(http, ledger).check(all));
        }
      } finally {
        threads.shutdownNow();
      }
    }
    if (!LedgerProgram.verify(data, said)) {
      flaws.add("verify found a flaw: " + Files.readString(said));
    }
    return new Outcome(
        killed,
        killedStarting,
        all.stream().mapToLong(sender -> sender.deliveries().size()).sum(),
        all.stream().mapToLong(KillSender::retries).sum(),
        all.stream().mapToLong(KillSender::duplicates).sum(),
        List.copyOf(flaws),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private void cycle() throws IOException, InterruptedException {
    long start = System.nanoTime();
    LedgerProgram program = LedgerProgram.serve(data, said, QUICK_TO_START);
    try {
      if (random.nextInt(4) == 0) {
        Thread.sleep(random.nextLong(lastStart.toMillis() + 1));
        killedStarting += program.isReady() ? 0 : 1;
      } else {
        address.set(program.address());
        lastStart = Duration.ofNanos(System.nanoTime() - start);
        takeOrders(program, random.nextInt(MOST_ORDERS));
      }
      if (program.awaitEnd(Duration.ZERO)) {
        flaws.add("it ended by itself: " + Files.readString(said));
      }
    } finally {
      program.kill();
      address.set(null);
    }
  }

  private void takeOrders(LedgerProgram program, int orders) throws InterruptedException {
    long enough = acknowledged.get() + orders;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (acknowledged.get() < enough && !program.awaitEnd(Duration.ofMillis(1))) {
      if (System.nanoTime() > deadline) {
        flaws.add("%d orders were not taken in %s".formatted(orders, PATIENCE));
        return;
      }
    }
  }

  private static void await(List<Future<?>> sending) throws IOException, InterruptedException {
    try {
      for (Future<?> each : sending) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("A sender failed", e);
    }
  }
}
