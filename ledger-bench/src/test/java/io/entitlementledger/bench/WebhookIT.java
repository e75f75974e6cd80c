package io.entitlementledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark runs and tells its figures; what it measures here means nothing. */
class WebhookIT {
  @TempDir Path directory;

  @Test
  @Timeout(600)
  void everyFigureIsInTheTable() throws IOException {
    Path out = directory.resolve("out.md");
    assertThat(BenchMain.run("webhook", "--seconds=1", "--rounds=2", "--warm-up=1", "--out=" + out))
        .isZero();
    assertThat(Files.readString(out))
        .contains("- machine: ", "- no-op: GET /actuator/health/liveness", "| ms, p99")
        .containsPattern("\\| webhook +\\| 1 connection +\\| [0-9.,]+ +\\| answers/s")
        .containsPattern("\\| webhook +\\| 192 connections +\\| [0-9.,]+ +\\| answers/s")
        .containsPattern("\\| the slowest view's lag +\\| 64 connections, at the end +\\| [0-9.,]+")
        .containsPattern("Retry-After says \\(0: broken off\\): \\{200=[0-9]+");
  }
}
