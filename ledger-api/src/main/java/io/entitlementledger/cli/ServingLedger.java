package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import io.entitlementledger.security.BootstrapSecrets;
import io.entitlementledger.security.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The process that has the data directory open, asked over HTTP. */
final class ServingLedger {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofMinutes(10);
  private static final Pattern NAME = Pattern.compile("[0-9TZ.]+Z");

  private ServingLedger() {}

  /**
   * Has it make a backup.
   *
   * @return where that is
   * @throws CannotStart if there is no such ledger, or it makes none
   */
  static Path backup(Settings settings) {
    Secret key =
        settings
            .adminKey()
            .or(() -> BootstrapSecrets.adminKey(settings.dataDir()))
            .orElseThrow(
                () ->
                    new CannotStart(
                        "a ledger serves from %s and has to be asked with its admin key; set %s"
                            .formatted(settings.dataDir(), Settings.ADMIN_KEY)));
    HttpResponse<String> answer = ask(settings, key);
    JsonNode body = json(answer.body());
    if (answer.statusCode() != 201) {
      throw new CannotStart(
          "the ledger on port %d made no backup: %s"
              .formatted(
                  settings.port(),
                  body.path("detail").asString("it answered " + answer.statusCode())));
    }
    String name = body.path("name").asString("");
    Path made = settings.dataDir().resolve(Store.BACKUPS).resolve(name);
    if (!NAME.matcher(name).matches() || !Files.isDirectory(made)) {
      throw new CannotStart(
          "what serves on port %d has its data elsewhere than in %s; correct --port or --data-dir"
              .formatted(settings.port(), settings.dataDir()));
    }
    return made;
  }

  private static HttpResponse<String> ask(Settings settings, Secret key) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TO_CONNECT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + settings.port() + "/v1/admin/backups"))
              .header("Authorization", "Bearer " + key.value())
              .timeout(TO_ANSWER)
              .POST(BodyPublishers.noBody())
              .build();
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw notAnswering(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notAnswering(settings, e);
    }
  }

  private static CannotStart notAnswering(Settings settings, Exception cause) {
    return new CannotStart(
        "%s is in use by another process, and no ledger answers on port %d; give its --port"
            .formatted(settings.dataDir(), settings.port()),
        cause);
  }

  private static JsonNode json(String body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return JsonMapper.shared().createObjectNode();
    }
  }
}
