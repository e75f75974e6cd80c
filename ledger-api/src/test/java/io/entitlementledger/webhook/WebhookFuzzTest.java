package io.entitlementledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.entitlementledger.account.DecidedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are read, and decided on where they can be. The kept inputs are always replayed; with
 * {@code JAZZER_FUZZ=1} in the environment, others are looked for that take new paths:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl ledger-api -am test -Dtest=WebhookFuzzTest \\
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dtest.heap=256m
 * </pre>
 */
class WebhookFuzzTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Where Jazzer looks for inputs, and leaves those that break something. */
  private static final Path INPUTS =
      Path.of(
          "src/test/resources/io/entitlementledger/webhook/WebhookFuzzTestInputs/anyBytesAreTaken");

  @FuzzTest(maxExecutions = 10_000_000, maxDuration = "24h")
  @EnabledIfEnvironmentVariable(named = "JAZZER_FUZZ", matches = "1")
  void anyBytesAreTaken(byte[] raw) {
    long start = System.nanoTime();
    Reading reading = Deliveries.read(raw);
    WebhookMutationTest.check(reading, 0);
    if (reading instanceof Reading.Readable(var command)) {
      new DecidedAccount().take(command);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
  }

  /** Without Jazzer, which would change every class that is loaded after it. */
  @ParameterizedTest
  @MethodSource
  void aKeptInputIsTaken(Path input) throws IOException {
    anyBytesAreTaken(Files.readAllBytes(input));
  }

  static List<Path> aKeptInputIsTaken() throws IOException {
    try (Stream<Path> inputs = Files.list(INPUTS)) {
      return inputs.sorted().toList();
    }
  }
}
