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

/** That the benchmark runs and finds what it put in; what it measures here means nothing. */
@Timeout(300)
class StoreBenchTest {
  @TempDir Path directory;

  private int run(String... options) {
    List<String> arguments =
        Stream.concat(
                Stream.of("store", "--dir", directory.resolve("data") + ""), Stream.of(options))
            .toList();
    return BenchMain.run(arguments.toArray(String[]::new));
  }

  @Test
  void everyFigureHasItsRowBesideItsPeer() throws IOException {
    Path out = directory.resolve("out.md");
    assertThat(run("--rounds=1", "--seconds=0.05", "--documents=100k", "--out", out + "")).isZero();

    assertThat(Files.readAllLines(out).stream().filter(line -> line.startsWith("| ")).skip(1))
        .extracting(line -> line.split("\\|", -1)[1].strip())
        .containsExactly(
            "append 64 × 500 bytes to a file and force it",
            "insertMany of 64",
            "append 32 × 500 bytes to a file and force it",
            "insertMany of 32",
            "append 500 bytes to a file and force it",
            "insert of 1, 8 connections",
            "on disk, 100,000 documents",
            "ping",
            "equality on the compound key, 100,000 documents",
            "range of 1,000 by _id, 100,000 documents",
            "range of 1,000 by compound prefix, 100,000 documents",
            "full scan by _id, 100,000 documents",
            "count of an account, 1,000 of it, 100,000 documents");
  }

  @Test
  void accountsThatWouldNotBeWholeAreRefused() {
    assertThat(run("--documents=1500")).isEqualTo(2);
  }
}
