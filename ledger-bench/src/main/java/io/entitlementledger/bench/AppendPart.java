package io.entitlementledger.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Appending and reading, engine beside engine. Each kind of work is done by one engine right after
 * the other and all of it in rounds, so that what else the machine does hits all alike.
 */
final class AppendPart {
  private static final String READ_ALL = "read all";

  private final LogBench bench;
  private final List<Contender> contenders;
  private final Map<String, Map<Contender, List<Figure>>> measured = new LinkedHashMap<>();

  AppendPart(LogBench bench, List<Contender> contenders) {
    this.bench = bench;
    this.contenders = contenders;
  }

  void run(Report report) throws InterruptedException {
    for (int round = 0; round <= bench.rounds; round++) {
      bench.progress(round == 0 ? "append: warm-up" : "append: round " + round);
      boolean counts = round > 0;
      List<Contender> order = new ArrayList<>(contenders);
      java.util.Collections.rotate(order, round);
      for (int writers : bench.writers) {
        for (Contender contender : order) {
          Figure figure = Work.append(contender, writers, bench.time());
          if (counts) {
            keep("append, %d writer%s".formatted(writers, writers == 1 ? "" : "s"), contender, figure);
          }
        }
      }
      for (Contender contender : order) {
        Figure figure = Work.readAll(contender, bench.time());
        if (counts) {
          keep(READ_ALL, contender, figure);
        }
      }
    }
    measured.forEach((work, figures) -> rows(report, work, figures));
  }

  private void keep(String work, Contender contender, Figure figure) {
    measured
        .computeIfAbsent(work, _ -> new HashMap<>())
        .computeIfAbsent(contender, _ -> new ArrayList<>())
        .add(figure);
  }

  private void rows(Report report, String work, Map<Contender, List<Figure>> figures) {
    Contender last = contenders.getLast();
    for (Contender contender : contenders) {
      Samples rates = Samples.of(figures.getOrDefault(contender, List.of()), Figure::perSecond);
      Report.Row row =
          report
              .row(work, contender.label(), rates.median(), "events/s")
              .cpu(
                  Samples.of(figures.getOrDefault(contender, List.of()), Figure::cpuMicrosPerEvent)
                      .median())
              .rounds(rates);
      if (!contender.equals(last)) {
        double other =
            Samples.of(figures.getOrDefault(last, List.of()), Figure::perSecond).median();
        row.ratio(rates.median() / other, last.label());
      }
    }
  }
}
