package io.entitlementledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark runs and says what it is asked for; what it measures here means nothing. */
@Timeout(300)
class LogBenchTest {
  @TempDir Path directory;

  private List<List<String>> run(String... options) throws IOException {
    Path out = directory.resolve("out.md");
    List<String> arguments =
        Stream.concat(
                Stream.of("log", "--dir", directory.resolve("data").toString(), "--out", out + ""),
                Stream.of(options))
            .toList();
    assertThat(BenchMain.run(arguments.toArray(String[]::new))).isZero();
    assertThat(Files.readString(out)).contains("- machine: ", "- commit: ", "- command: `");
    try (Stream<String> lines = Files.lines(out)) {
      return lines
          .filter(line -> line.startsWith("| "))
          .skip(1)
          .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    }
  }

  private static double number(String cell) {
    return Double.parseDouble(cell.replace(",", ""));
  }

  @Test
  void everyPartPutsItsRowsInTheTable() throws IOException {
    List<List<String>> rows =
        run(
            "--rounds=1",
            "--seconds=0.2",
            "--writers=1,4",
            "--engines=ledger",
            "--parts=append,raw,growth,latency",
            "--to=1k,2k",
            "--samples=20");

    assertThat(rows)
        .extracting(row -> row.get(1) + ": " + row.get(2))
        .containsExactly(
            "append, 1 writer: this log",
            "append, 4 writers: this log",
            "read all: this log",
            "raw, 4 writers: this log",
            "raw, 4 writers: driver",
            "raw, 4 writers: time of this log / driver",
            "raw, 4 writers: store's time for inserts, this log / driver",
            "raw, 4 writers: documents an insert",
            "raw, 4 writers: size of a body",
            "append, 32 writers, at 1,000 events: this log",
            "load a stream of 100, p50, at 1,000 events: this log",
            "load a stream of 100, p99, at 1,000 events: this log",
            "append, 32 writers, at 2,000 events: this log",
            "load a stream of 100, p50, at 2,000 events: this log",
            "load a stream of 100, p99, at 2,000 events: this log",
            "to the handler, p50, since the append was called: appended by this process",
            "to the handler, p99, since the append was called: appended by this process",
            "to the handler, p50, since the append returned: appended by this process",
            "to the handler, p99, since the append returned: appended by this process",
            "to the handler, p50, since the append was called: appended by another process",
            "to the handler, p99, since the append was called: appended by another process",
            "to the handler, p50, since the append returned: appended by another process",
            "to the handler, p99, since the append returned: appended by another process");
    assertThat(rows)
        // A handler may be done before the append has returned.
        .filteredOn(row -> !row.get(1).contains("returned"))
        .allSatisfy(row -> assertThat(number(row.get(3))).isPositive());
    assertThat(rows)
        .filteredOn(row -> row.get(1).contains("at 2,000 events"))
        .allSatisfy(row -> assertThat(number(row.get(5))).isPositive())
        .allSatisfy(row -> assertThat(row.get(6)).isEqualTo("1,000 events"));
  }

  @Test
  void anEngineIsComparedWithTheLastOneNamed() throws IOException {
    List<List<String>> rows =
        run(
            "--rounds=1",
            "--seconds=0.2",
            "--writers=2",
            "--engines=ledger,axon-mongo",
            "--parts=append");

    assertThat(rows)
        .extracting(row -> row.get(1) + ": " + row.get(2) + " to " + row.get(6))
        .containsExactly(
            "append, 2 writers: this log to axon-mongo",
            "append, 2 writers: axon-mongo to ",
            "read all: this log to axon-mongo",
            "read all: axon-mongo to ");
    assertThat(rows).allSatisfy(row -> assertThat(number(row.get(3))).isPositive());
  }

  @Test
  void whatCannotBeMeasuredIsRefusedAtOnce() {
    for (String option : List.of("--rounds=0", "--seconds=0", "--writers=0", "--to=x")) {
      assertThat(BenchMain.run("log", option)).as(option).isEqualTo(2);
    }
    assertThat(BenchMain.run()).isEqualTo(2);
  }

  @Test
  void aPercentileIsTheLeastValueThatSoManyAreAtOrBelow() {
    Samples samples = Samples.of(List.of(40, 10, 30, 20), Integer::doubleValue);
    assertThat(samples.percentile(50)).isEqualTo(20);
    assertThat(samples.percentile(99)).isEqualTo(40);
    assertThat(samples.percentile(25)).isEqualTo(10);
    assertThat(samples.median()).isEqualTo(25);
  }
}
