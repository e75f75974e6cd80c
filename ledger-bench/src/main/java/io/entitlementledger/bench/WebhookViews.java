package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the ledger's views are. What they have not taken in yet is work that a webhook caused and
 * that has not been paid for.
 */
final class WebhookViews implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;

  WebhookViews(URI address) {
    request =
        HttpRequest.newBuilder(address.resolve("/v1/admin/projections"))
            .header("Authorization", "Bearer " + LedgerProgram.ADMIN)
            .timeout(Duration.ofSeconds(20))
            .build();
  }

  /** How many events the view that is furthest behind has yet to take in. */
  long behind() throws InterruptedException {
    long furthest = 0;
    for (JsonNode view : positions().required("data")) {
      long behind = view.required("head").longValue() - view.required("position").longValue();
      furthest = Math.max(furthest, behind);
    }
    return furthest;
  }

  /** Waits until all have taken in everything, so that what is measured next has only its own. */
  void awaitAll() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (behind() > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The views do not catch up: " + positions());
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private JsonNode positions() throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("The views were not told: " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException("The views could not be asked for", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
