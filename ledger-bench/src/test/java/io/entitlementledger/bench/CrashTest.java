package io.entitlementledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short crash campaign. */
class CrashTest {
  private static final int CYCLES = 25;

  @TempDir Path directory;

  @Test
  @Timeout(600)
  void whatWasAcknowledgedSurvivesEveryKillAndNoCommandIsLeftHalfDone() throws Exception {
    long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    CrashRun.Outcome outcome = new CrashRun(new CrashPlan(CYCLES, 8, 32, seed), directory).run();
    assertThat(outcome.flaws()).as("with the seed %d", seed).isEmpty();
    assertThat(outcome.cycles()).isEqualTo(CYCLES);
    assertThat(outcome.kills(CrashTally.Phase.WRITING)).isPositive();
    assertThat(outcome.acknowledged()).isGreaterThan(CYCLES);
  }
}
