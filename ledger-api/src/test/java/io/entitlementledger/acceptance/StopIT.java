package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that is told to stop, as at every update of it. */
@SuppressWarnings("NullAway.Init")
class StopIT {
  private static final byte[] BODY =
      "{\"Account_id\": 1, \"event_object\": \"customer\", \"event_action\": \"new\"}"
          .getBytes(UTF_8);

  @TempDir Path data;

  @Test
  void aDeliveryThatHasBegunIsTakenToItsEndAndNoOtherIsLetIn()
      throws IOException, InterruptedException {
    Answer answer;
    try (PackagedLedger ledger = PackagedLedger.start(data);
        KeptConnection sender = ledger.webhookConnection()) {
      sender.begin("/v1/webhooks/ipilot", BODY.length);

      ledger.tellToStop();
      // A body is waited for only ten seconds.
      await().atMost(Duration.ofSeconds(9)).until(() -> isRefused(ledger.port()));
      answer = sender.end(BODY);

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.text("/status")).isEqualTo("applied");
      assertThat(ledger.awaitEnd()).isEqualTo(143);
    }
    try (PackagedLedger ledger = PackagedLedger.start(data)) {
      Answer recorded = ledger.get("/v1/deliveries/" + answer.text("/delivery_id"));
      assertThat(recorded.status()).isEqualTo(200);
      assertThat(recorded.text("/status")).isEqualTo("applied");
    }
  }

  private static boolean isRefused(String port) throws IOException {
    try (Socket socket = new Socket("localhost", Integer.parseInt(port))) {
      return !socket.isConnected();
    } catch (SocketException refused) {
      return true;
    }
  }
}
