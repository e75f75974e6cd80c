package io.entitlementledger.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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
    APPEND,
    RAW,
    GROWTH,
    LATENCY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can be measured side by side. */
  enum Engine {
    LEDGER,
    AXON_MONGO,
    AXON_JDBC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final String NOTES =
      """
      - the median of the rounds is the result; the last column has the least and the greatest
      - CPU is of the client and of the server: the MongoDB-compatible server runs in this process,
        PostgreSQL's processes are counted too

      """;

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
      description =
          "engines for the part append, of ${COMPLETION-CANDIDATES}; ratios are to the last one")
  Set<Engine> engines = Set.of();

  @Option(
      names = "--to",
      defaultValue = "10k,1M,5M",
      split = ",",
      converter = EventCount.class,
      description = "sizes of the log for the part growth; k and M are thousands and millions")
  List<Long> sizes = List.of();

  @Option(names = "--samples", defaultValue = "1000", description = "events for the part latency")
  int samples;

  @Option(
      names = "--parts",
      defaultValue = "append,raw,growth,latency",
      split = ",",
      description = "what to measure: ${COMPLETION-CANDIDATES}")
  Set<Part> parts = Set.of();

  @Mixin private Output output = new Output();

  Duration time() {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  void progress(String what) {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireSense();
    output.of(
        "bench",
        directory -> {
          Report report = new Report();
          for (Part part : parts) {
            measure(part, directory.resolve(part.toString()), report);
          }
          return NOTES + report.markdown();
        });
    return 0;
  }

  private void requireSense() {
    if (rounds < 1 || seconds <= 0 || samples < 1 || writers.stream().anyMatch(n -> n < 1)) {
      throw new ParameterException(
          output.line(), "--rounds, --seconds, --samples and --writers must be above 0");
    }
  }

  private void measure(Part part, Path directory, Report report)
      throws IOException, InterruptedException {
    switch (part) {
      case APPEND -> new AppendPart(this, directory).run(report);
      case RAW -> new RawPart(this, directory).run(report);
      case GROWTH -> new GrowthPart(this, directory).run(report);
      case LATENCY -> new LatencyPart(this, directory).run(report);
    }
  }

  int mostWriters() {
    return writers.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** Reads 500, 10k and 5M. */
  static final class EventCount implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      long unit = text.endsWith("k") ? 1_000 : text.endsWith("M") ? 1_000_000 : 1;
      return unit * Long.parseLong(unit == 1 ? text : text.substring(0, text.length() - 1));
    }
  }
}
