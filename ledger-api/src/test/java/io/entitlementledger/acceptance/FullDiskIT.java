package io.entitlementledger.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program where its store's log cannot grow, as on a full disk; needs no rights. */
@SuppressWarnings("NullAway.Init")
@EnabledOnOs(OS.LINUX)
class FullDiskIT {
  private static final int MOST_KIB = 20 * 1024; // the native library, unpacked, is below this

  @TempDir Path data;

  @Test
  void aLedgerThatCannotWriteSaysSoIsNotReadyAndLosesNothing()
      throws IOException, InterruptedException {
    List<String> acknowledged = new ArrayList<>();
    try (PackagedLedger ledger = PackagedLedger.startBounded(data, MOST_KIB)) {
      assertThat(ledger.isReady()).isTrue();
      Answer answer = ledger.deliver(delivery());
      for (; answer.status() < 300; answer = ledger.deliver(delivery())) {
        acknowledged.add(answer.text("/delivery_id"));
      }
      assertThat(acknowledged).hasSizeGreaterThan(10);
      refused(answer);

      await().atMost(Duration.ofMinutes(1)).until(() -> !ledger.isReady());
      assertThat(ledger.get("/actuator/health/liveness").status()).isEqualTo(200);
      refused(ledger.deliver(delivery()));
      // What cannot be recorded is not answered, although it could be read.
      Answer read = ledger.get("/v1/deliveries/" + acknowledged.getFirst());
      assertThat(read.status()).isEqualTo(503);
      assertThat(read.text("/code")).isEqualTo("access_log_unavailable");
    }
    try (PackagedLedger ledger = PackagedLedger.start(data)) {
      for (String delivery : acknowledged) {
        assertThat(ledger.get("/v1/deliveries/" + delivery).status()).isEqualTo(200);
      }
      assertThat(ledger.deliver(delivery()).status()).isLessThan(300);
      assertThat(ledger.isReady()).isTrue();
    }
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.text("/code")).isIn("undecided", "busy", "store_unavailable");
  }

  /** Of nearly the size that is taken, with something that does not compress. */
  private static String delivery() {
    String noise =
        Stream.generate(() -> UUID.randomUUID().toString())
            .limit(1500)
            .collect(Collectors.joining());
    return "{\"Account_id\": 1, \"event_object\": \"customer\", \"event_action\": \"updated\","
        + " \"note\": \"%s\"}".formatted(noise);
  }
}
