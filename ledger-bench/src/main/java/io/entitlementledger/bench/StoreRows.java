package io.entitlementledger.bench;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The rows of the store's report, each measured in rounds after one that does not count. */
final class StoreRows {
  private final Report report;
  private final int rounds;

  StoreRows(Report report, int rounds) {
    this.report = report;
    this.rounds = rounds;
  }

  /** One measurement, of which a round takes one figure. */
  interface Measurement {
    double take() throws IOException, InterruptedException;
  }

  /** What a figure is compared with. */
  record Peer(String name, double figure) {}

  /** Measures something that nothing is compared with but what comes after it. */
  Peer peer(String measured, String of, String unit, Measurement one)
      throws IOException, InterruptedException {
    Samples samples = take(measured, one);
    report.row(measured, of, samples, unit);
    return new Peer(of, samples.median());
  }

  void row(String measured, String unit, Peer peer, Measurement one)
      throws IOException, InterruptedException {
    Samples samples = take(measured, one);
    report
        .row(measured, "the store", samples, unit)
        .ratio(samples.median() / peer.figure(), peer.name());
  }

  private Samples take(String measured, Measurement one) throws IOException, InterruptedException {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + measured);
    one.take();
    List<Double> taken = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      taken.add(one.take());
    }
    return Samples.of(taken, Double::doubleValue);
  }
}
