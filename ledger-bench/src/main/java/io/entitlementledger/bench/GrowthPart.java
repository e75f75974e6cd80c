package io.entitlementledger.bench;

import io.entitlementledger.event.LineIncreased;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What becomes of the log as it grows. Each size is measured in rounds beside a new log of the
 * first size, in a store of its own: a shared machine is not as fast now as it was when the log was
 * small.
 */
final class GrowthPart {
  private static final int WRITERS = 32;
  private static final int STREAMS = 300;

  /**
   * A round's figures of one log.
   *
   * @param rate events appended in a second
   * @param loads how long it took to load a stream, in milliseconds
   */
  private record Seen(double rate, List<Double> loads) {}

  private final LogBench bench;
  private final Path directory;

  /** A new name for each small log. */
  private int smallLogs;

  GrowthPart(LogBench bench, Path directory) {
    this.bench = bench;
    this.directory = directory;
  }

  void run(Report report) throws InterruptedException {
    List<Long> sizes = bench.sizes.stream().sorted().toList();
    long first = sizes.getFirst();
    try (MongoPlace small = new MongoPlace(directory.resolve("small"), WRITERS);
        MongoPlace large = new MongoPlace(directory.resolve("large"), WRITERS);
        LedgerContender ledger = new LedgerContender(large, "ledger", null)) {
      bench.progress("growth: warm-up");
      measureNewLog(small, first);
      Filling log = new Filling(ledger);
      for (long size : sizes) {
        bench.progress("growth: filling to %,d".formatted(size));
        log.fillTo(size);
        List<Seen> here = new ArrayList<>();
        List<Seen> beside = new ArrayList<>();
        for (int round = 1; round <= bench.rounds; round++) {
          bench.progress("growth: %,d events, round %d".formatted(size, round));
          here.add(measure(ledger, log));
          if (size > first) {
            beside.add(measureNewLog(small, first));
          }
        }
        rows(report, size, first, here, beside);
      }
    }
  }

  private Seen measureNewLog(MongoPlace place, long size) throws InterruptedException {
    try (LedgerContender ledger = new LedgerContender(place, "ledger-" + ++smallLogs, null)) {
      Filling log = new Filling(ledger);
      log.fillTo(size);
      Seen seen = measure(ledger, log);
      ledger.database().drop();
      return seen;
    }
  }

  private Seen measure(LedgerContender ledger, Filling log) throws InterruptedException {
    List<String> accounts = log.complete();
    if (accounts.isEmpty()) {
      throw new IllegalStateException("The log is too small to hold a whole stream to load");
    }
    SplittableRandom random = new SplittableRandom();
    List<Double> loads = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      loads.add(load(ledger, accounts.get(random.nextInt(accounts.size()))));
    }
    Figure appended = Work.append(ledger, WRITERS, bench.time());
    log.grewBy(appended.events());
    return new Seen(appended.perSecond(), loads);
  }

  private static double load(LedgerContender ledger, String account) {
    long start = System.nanoTime();
    long events =
        ledger
            .engine()
            .readEvents(account)
            .asStream()
            .filter(event -> event.getPayload() instanceof LineIncreased)
            .count();
    long took = System.nanoTime() - start;
    if (events != AccountWriter.EVENTS_OF_AN_ACCOUNT) {
      throw new IllegalStateException("%s has %d events".formatted(account, events));
    }
    return took / 1e6;
  }

  private static void rows(
      Report report, long size, long first, List<Seen> here, List<Seen> beside) {
    String to = "%,d events".formatted(first);
    String at = "at %,d events".formatted(size);
    Samples rates = Samples.of(here, Seen::rate);
    Report.Row append =
        report
            .row(
                "append, %d writers, %s".formatted(WRITERS, at),
                "this log",
                rates.median(),
                "events/s")
            .rounds(rates);
    if (!beside.isEmpty()) {
      append.ratio(rates.median() / Samples.of(beside, Seen::rate).median(), to);
    }
    for (int percent : new int[] {50, 99}) {
      Samples loads = Samples.of(here, seen -> percentile(seen, percent));
      Report.Row load =
          report
              .row(
                  "load a stream of 100, p%d, %s".formatted(percent, at),
                  "this log",
                  loads.median(),
                  "ms")
              .rounds(loads);
      if (!beside.isEmpty()) {
        load.ratio(
            loads.median() / Samples.of(beside, seen -> percentile(seen, percent)).median(), to);
      }
    }
  }

  private static double percentile(Seen seen, int percent) {
    return Samples.of(seen.loads(), Double::doubleValue).percentile(percent);
  }
}
