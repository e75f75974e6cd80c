package io.entitlementledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program, killed a few times. */
class KillIT {
  private static final int CYCLES = 4;

  @TempDir Path directory;

  @Test
  @Timeout(900)
  void everyDeliveryCountsOnceHoweverOftenTheProgramIsKilled() throws Exception {
    long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    KillRun.Outcome outcome = new KillRun(CYCLES, 8, seed, directory).run();
    assertThat(outcome.flaws()).as("with the seed %d", seed).isEmpty();
    assertThat(outcome.cycles()).isEqualTo(CYCLES);
    assertThat(outcome.deliveries()).isPositive();
    assertThat(outcome.rulings()).isPositive();
  }
}
