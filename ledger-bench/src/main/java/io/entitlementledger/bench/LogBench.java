package io.entitlementledger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark of the event log: its parts in one run and one table. */
@Command(
    name = "log",
    description = "Measures the event log beside Axon's engines for MongoDB and JDBC.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class LogBench implements Callable<Integer> {
  /** What can be measured. */
  enum Part {
    APPEND;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can be measured beside one another; ratios are to the last one named here. */
  enum Engine {
    LEDGER,
    AXON_MONGO,
    AXON_JDBC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "rounds, of which the median counts")
  int rounds;

  @Option(names = "--seconds", defaultValue = "4", description = "seconds of each measurement")
  double seconds;

  @Option(
      names = "--writers",
      defaultValue = "1,8,32,128",
      split = ",",
      description = "threads that append")
  List<Integer> writers = List.of();

  @Option(
      names = "--engines",
      defaultValue = "ledger,axon-mongo,axon-jdbc",
      split = ",",
      description = "engines for the part append: ${COMPLETION-CANDIDATES}")
  Set<Engine> engines = Set.of();

  @Option(
      names = "--parts",
      defaultValue = "append",
      split = ",",
      description = "what to measure: ${COMPLETION-CANDIDATES}")
  Set<Part> parts = Set.of();

  @Option(
      names = "--dir",
      description = "where the data goes; deleted at the end only if not given")
  @Nullable Path dir;

  @Option(names = "--out", description = "a file to write the table to as well")
  @Nullable Path out;

  Duration time() {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  void progress(String what) {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = dir;
    if (directory == null) {
      directory = Files.createTempDirectory(Home.target(), "bench-");
    }
    String header = Machine.header(command());
    Report report = new Report();
    try {
      if (parts.contains(Part.APPEND)) {
        append(directory, report);
      }
    } finally {
      if (dir == null) {
        Home.delete(directory);
      }
    }
    String text =
        header + "- ended with load average " + Machine.load() + "\n\n" + report.markdown();
    System.out.print(text);
    if (out != null) {
      Files.writeString(out, text);
    }
    return 0;
  }

  private String command() {
    return spec == null
        ? ""
        : "ledger-bench/run "
            + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }

  private void append(Path directory, Report report) throws InterruptedException {
    int most = writers.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<Contender> contenders = new ArrayList<>();
    try (MongoPlace place = new MongoPlace(directory.resolve("append"), most)) {
      try {
        if (engines.contains(Engine.LEDGER)) {
          contenders.add(new LedgerContender(place, "ledger", null));
        }
        if (engines.contains(Engine.AXON_MONGO)) {
          contenders.add(new AxonMongoContender(place));
        }
        if (engines.contains(Engine.AXON_JDBC)) {
          contenders.add(new AxonJdbcContender(directory.resolve("postgres"), most));
        }
        new AppendPart(this, contenders).run(report);
      } finally {
        contenders.forEach(Contender::close);
      }
    }
  }
}
