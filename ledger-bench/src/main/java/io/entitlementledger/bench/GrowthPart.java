package io.entitlementledger.bench;

import io.entitlementledger.event.LineIncreased;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the log as it grows. Each size is measured in rounds beside a new log of the
 * first size, in a store of its own: a shared machine is not as fast now as it was when the log was
 * small.
 */
final class GrowthPart {
  private static final int WRITERS = 32;

  /** Many, so that what is measured is not how the compiler warms up. */
  private static final int STREAMS = 2_000;

  /**
   * A round's figures of one log.
   *
   * @param rate events appended in a second
   * @param loads how long it took to load a stream, in milliseconds
   */
  private record Seen(double rate, List<Double> loads) {}

  /**
   * Both logs' figures, one right after the other.
   *
   * @param small of the new log of the first size; null if that is the size measured
   */
  private record Round(Seen log, @Nullable Seen small) {}

  /** What a round does. */
  private interface Measurement {
    Round take(int round) throws InterruptedException;
  }

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
      rounds(report, first, first, _ -> new Round(measureNewLog(small, first), null));
      Filling log = new Filling(ledger);
      for (long size : sizes.subList(1, sizes.size())) {
        bench.progress("growth: filling to %,d".formatted(size));
        log.fillTo(size);
        rounds(
            report,
            size,
            first,
            round -> {
              // Each goes first in every other round.
              if (round % 2 == 1) {
                Seen seen = measure(ledger, log);
                return new Round(seen, measureNewLog(small, first));
              }
              Seen seen = measureNewLog(small, first);
              return new Round(measure(ledger, log), seen);
            });
      }
    }
  }

  private void rounds(Report report, long size, long first, Measurement measurement)
      throws InterruptedException {
    List<Round> rounds = new ArrayList<>();
    for (int round = 1; round <= bench.rounds; round++) {
      bench.progress("growth: %,d events, round %d".formatted(size, round));
      rounds.add(measurement.take(round));
    }
    rows(report, size, first, rounds);
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
    Figure.settle(); // what filling left to be done in the background is no part of it
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

  private static void rows(Report report, long size, long first, List<Round> rounds) {
    String at = "at %,d events".formatted(size);
    String to = "%,d events".formatted(first);
    String append = "append, %d writers, %s".formatted(WRITERS, at);
    row(report, append, "events/s", to, rounds, Seen::rate);
    for (int percent : new int[] {50, 99}) {
      String load = "load a stream of 100, p%d, %s".formatted(percent, at);
      row(
          report,
          load,
          "ms",
          to,
          rounds,
          seen -> Samples.of(seen.loads(), Double::doubleValue).percentile(percent));
    }
  }

  private static void row(
      Report report,
      String measured,
      String unit,
      String to,
      List<Round> rounds,
      ToDoubleFunction<Seen> value) {
    Samples results = Samples.of(rounds, round -> value.applyAsDouble(round.log()));
    Report.Row row = report.row(measured, "this log", results, unit);
    // A round's two figures were taken one after the other, so they are compared with each other.
    List<Double> ratios = new ArrayList<>();
    for (Round round : rounds) {
      if (round.small() != null) {
        ratios.add(value.applyAsDouble(round.log()) / value.applyAsDouble(round.small()));
      }
    }
    if (!ratios.isEmpty()) {
      row.ratio(Samples.of(ratios, Double::doubleValue).median(), to);
    }
  }
}
