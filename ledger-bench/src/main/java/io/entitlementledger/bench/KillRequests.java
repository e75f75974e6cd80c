package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts each request until it is answered with a 2xx. */
final class KillRequests {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int UNAVAILABLE = 503;

  private final HttpClient http;
  private final KillLedger ledger;
  private long retries;

  KillRequests(HttpClient http, KillLedger ledger) {
    this.http = http;
    this.ledger = ledger;
  }

  /** Attempts that got no 2xx. */
  long retries() {
    return retries;
  }

  /** What the webhook of a delivery is answered. */
  JsonNode deliver(String body, @Nullable String key) throws InterruptedException {
    return post("/v1/webhooks/ipilot", LedgerProgram.WEBHOOK, body, key);
  }

  /** What an act on deliveries is answered. */
  JsonNode rule(String path, String body, String key) throws InterruptedException {
    return post("/v1/deliveries/" + path, LedgerProgram.ADMIN, body, key);
  }

  private JsonNode post(String path, String secret, String body, @Nullable String key)
      throws InterruptedException {
    while (true) {
      try {
        HttpRequest request = request(ledger.address().resolve(path), secret, body, key);
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          ledger.acknowledge();
          return JsonMapper.shared().readTree(answer.body());
        }
        if (answer.statusCode() != UNAVAILABLE) {
          throw new IllegalStateException(
              "%s %s was answered %d %s".formatted(path, body, answer.statusCode(), answer.body()));
        }
      } catch (IOException e) {
        // Killed, before or after it was done: only coming again tells.
      }
      retries++;
    }
  }

  private static HttpRequest request(URI to, String secret, String body, @Nullable String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .header("Authorization", "Bearer " + secret)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return request.build();
  }
}
