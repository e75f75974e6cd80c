package io.entitlementledger.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class WholeJsonTest {
  private final RunningLedger ledger = RunningLedger.shared();

  @Test
  void anAnswerToAWebhookHasItsLengthAndIsNotChunked() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        ledger.send(
            "POST",
            "/v1/webhooks/ipilot",
            BodyPublishers.ofString("{}"),
            "X-Webhook-Secret",
            RunningLedger.WEBHOOK);

    assertThat(answer.statusCode()).isBetween(200, 299);
    assertThat(answer.headers().firstValueAsLong("Content-Length"))
        .hasValue(answer.body().getBytes(UTF_8).length);
    assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
  }
}
