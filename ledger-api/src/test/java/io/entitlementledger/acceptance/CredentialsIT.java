package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a sender whose only key has run out. */
@SuppressWarnings("NullAway.Init")
class CredentialsIT {
  private static final byte[] BODY =
      "{\"Account_id\": 1, \"event_object\": \"customer\", \"event_action\": \"new\"}"
          .getBytes(UTF_8);

  @TempDir Path data;

  @BeforeEach
  void theKeyOfAcmeRunsOut() throws IOException, InterruptedException {
    try (PackagedLedger ledger = PackagedLedger.start(data)) {
      Instant end = Instant.now().plusSeconds(10);
      String secret = makeKey(ledger, ",\"expires_at\":\"%s\"".formatted(end));
      assertThat(post(ledger, secret)).isLessThan(300);
      await().atMost(Duration.ofSeconds(40)).until(() -> post(ledger, secret) == 401);
    }
  }

  @Test
  void theLedgerDoesNotStartUntilAKeyIsMadeAtTheCommandLine()
      throws IOException, InterruptedException {
    assertThat(PackagedLedger.run("serve", "--port", "0", "--data-dir", data.toString()))
        .containsExactly(
            "ledger: no key is live for the source acme; make one with: ledger key --source acme");

    List<String> made =
        PackagedLedger.run("key", "--source", "acme", "--data-dir", data.toString());

    assertThat(made).hasSize(1);
    assertThat(made.getFirst()).matches("key_\\S+ posts webhooks of acme with: elk_\\S{43}");
    try (PackagedLedger ledger = PackagedLedger.start(data)) {
      assertThat(post(ledger, made.getFirst().replaceAll(".* ", ""))).isLessThan(300);
      assertThat(post(ledger, null)).isEqualTo(401);
    }
  }

  @Test
  void theUnsafeSettingLetsAnybodyPostForItUntilAKeyIsMade()
      throws IOException, InterruptedException {
    Map<String, String> unsafe = Map.of("LEDGER_UNSAFE_ALLOW_UNAUTHENTICATED", "true");
    try (PackagedLedger ledger = PackagedLedger.start(data, unsafe)) {
      assertThat(post(ledger, null)).isLessThan(300);
      // The other sender has its key, and nothing else is open.
      assertThat(ledger.post("/v1/webhooks/ipilot", BODY, null).status()).isEqualTo(401);
      assertThat(ledger.post("/v1/admin/keys", BODY, null).status()).isEqualTo(401);

      String secret = makeKey(ledger, "");

      assertThat(post(ledger, null)).isEqualTo(401);
      assertThat(post(ledger, secret)).isLessThan(300);
    }
  }

  private static String makeKey(PackagedLedger ledger, String more)
      throws IOException, InterruptedException {
    String wanted = "{\"role\":\"ingest\",\"source\":\"acme\",\"label\":\"sender\"" + more + "}";
    Answer made = ledger.command("/v1/admin/keys", wanted);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.text("/secret");
  }

  private static int post(PackagedLedger ledger, @Nullable String secret)
      throws IOException, InterruptedException {
    return ledger.post("/v1/webhooks/acme", BODY, secret).status();
  }
}
