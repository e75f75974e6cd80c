package io.entitlementledger.bench;

import io.entitlementledger.bench.LogBench.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
  private final Path directory;
  private final List<Contender> contenders = new ArrayList<>();
  private final Map<String, Map<Contender, List<Figure>>> measured = new LinkedHashMap<>();

  AppendPart(LogBench bench, Path directory) {
    this.bench = bench;
    this.directory = directory;
  }

  void run(Report report) throws InterruptedException {
    int most = bench.mostWriters();
    try (MongoPlace mongo = new MongoPlace(directory.resolve("mongo"), most)) {
      try {
        for (Engine engine : bench.engines) {
          contenders.add(
              switch (engine) {
                case LEDGER -> new LedgerContender(mongo, "ledger", null);
                case AXON_MONGO -> new AxonMongoContender(mongo);
                case AXON_JDBC -> new AxonJdbcContender(directory.resolve("postgres"), most);
              });
        }
        measure();
      } finally {
        contenders.forEach(Contender::close);
      }
    }
    measured.forEach((work, figures) -> rows(report, work, figures));
  }

  private void measure() throws InterruptedException {
    for (int round = 0; round <= bench.rounds; round++) {
      bench.progress(round == 0 ? "append: warm-up" : "append: round " + round);
      boolean counts = round > 0;
      List<Contender> order = new ArrayList<>(contenders);
      Collections.rotate(order, round);
      for (int writers : bench.writers) {
        for (Contender contender : order) {
          Figure figure = Work.append(contender, writers, bench.time());
          if (counts) {
            keep(
                "append, %d writer%s".formatted(writers, writers == 1 ? "" : "s"),
                contender,
                figure);
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
      Samples rates = rates(figures, contender);
      Report.Row row =
          report
              .row(work, contender.label(), rates, "events/s")
              .cpu(Samples.of(of(figures, contender), Figure::cpuMicrosPerEvent).median());
      if (!contender.equals(last)) {
        row.ratio(rates.median() / rates(figures, last).median(), last.label());
      }
    }
  }

  private static Samples rates(Map<Contender, List<Figure>> figures, Contender contender) {
    return Samples.of(of(figures, contender), Figure::perSecond);
  }

  private static List<Figure> of(Map<Contender, List<Figure>> figures, Contender contender) {
    return figures.getOrDefault(contender, List.of());
  }
}
