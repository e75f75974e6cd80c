package io.entitlementledger.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Role;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator changes the rules while the ledger serves. */
@SuppressWarnings("NullAway.Init")
class CatalogueReloadTest {
  private static final String FIRST = Catalogue.packaged().text();
  private static final String SECOND =
      FIRST.replace("version: \"1\"", "version: \"2\"")
          + """
            - webhook: fax
              actions: [fax]
              count: fax_count
              quantity: counted
              product: fax
              billable: true
              timing: batch
          """;

  @TempDir static Path directory;

  private static Path file;
  private static RunningLedger ledger;

  @BeforeAll
  static void start() throws IOException {
    file = directory.resolve("ipilot.yaml");
    Files.writeString(file, FIRST);
    ledger =
        RunningLedger.start(new CatalogueSource(file), SourceWindows.parse("ipilot=PT2H/PT3M"));
  }

  @BeforeEach
  void theFirstCatalogueIsInUse() throws IOException, InterruptedException {
    Files.writeString(file, FIRST);
    assertThat(reload().statusCode()).isEqualTo(200);
  }

  @Test
  void whatWasUnknownIsCountedOnceARuleForItIsReloadedAndOldEventsKeepTheirCatalogue()
      throws IOException, InterruptedException {
    JsonNode before = deliver(fax(1, 2));
    assertThat(before.at("/reason").asString()).isEqualTo("unknown_action");

    Files.writeString(file, SECOND);
    JsonNode reloaded = json(reload());
    JsonNode after = deliver(fax(1, 3));

    assertThat(reloaded.at("/changed").asBoolean()).isTrue();
    assertThat(after.at("/status").asString()).isEqualTo("applied");
    assertThat(after.at("/changes/0/after").asInt()).isEqualTo(3);
    assertThat(catalogueOf(after)).isEqualTo("ipilot/2");
    assertThat(catalogueOf(before)).isEqualTo("ipilot/1");
  }

  @Test
  void theCatalogueInUseIsShownWithItsAdoption() throws IOException, InterruptedException {
    JsonNode first = inUse();
    Files.writeString(file, SECOND);
    reload();
    JsonNode second = inUse();

    Catalogue catalogue = Catalogue.parse(SECOND);
    assertThat(second.at("/name").asString()).isEqualTo("ipilot");
    assertThat(second.at("/version").asString()).isEqualTo("2");
    assertThat(second.at("/sha256").asString()).isEqualTo(catalogue.sha256());
    assertThat(second.at("/source").asString()).isEqualTo("file");
    assertThat(second.at("/adopted/position").asLong())
        .isGreaterThan(first.at("/adopted/position").asLong());
    assertThat(second.at("/adopted/at").asString()).endsWith("Z");
  }

  @Test
  void theSameTextAgainChangesNothingAndIsNotAdoptedAgain()
      throws IOException, InterruptedException {
    JsonNode before = inUse();

    JsonNode again = json(reload());

    assertThat(again.at("/changed").asBoolean(true)).isFalse();
    assertThat(inUse()).isEqualTo(before);
  }

  @Test
  void aCatalogueThatCannotBeUsedChangesNothing() throws IOException, InterruptedException {
    JsonNode before = inUse();
    Files.writeString(file, SECOND.replace("product: fax", "product: Fax"));
    HttpResponse<String> invalid = reload();
    Files.delete(file);
    HttpResponse<String> absent = reload();

    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(json(invalid).at("/code").asString()).isEqualTo("invalid_catalogue");
    long line = SECOND.substring(0, SECOND.indexOf("product: fax")).lines().count();
    assertThat(json(invalid).at("/detail").asString())
        .startsWith("Catalogue %s, line %d, webhook fax: 'product' must".formatted(file, line));
    assertThat(absent.statusCode()).isEqualTo(422);
    assertThat(inUse()).isEqualTo(before);
    assertThat(deliver(fax(2, 1)).at("/reason").asString()).isEqualTo("unknown_action");
  }

  @Test
  void theSameVersionWithAnotherTextIsRefused() throws IOException, InterruptedException {
    JsonNode before = inUse();
    Files.writeString(file, SECOND.replace("version: \"2\"", "version: \"1\""));
    HttpResponse<String> refused = reload();

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).at("/code").asString()).isEqualTo("catalogue_version_in_use");
    assertThat(inUse()).isEqualTo(before);
    assertThat(deliver(fax(3, 1)).at("/reason").asString()).isEqualTo("unknown_action");
  }

  @Test
  void aReturnToAnEarlierVersionIsAnAdoptionOfItsOwn() throws IOException, InterruptedException {
    JsonNode before = inUse();
    Files.writeString(file, SECOND);
    reload();
    Files.writeString(file, FIRST);

    assertThat(json(reload()).at("/changed").asBoolean()).isTrue();
    assertThat(inUse().at("/sha256")).isEqualTo(before.at("/sha256"));
    assertThat(inUse().at("/adopted/position").asLong())
        .isGreaterThan(before.at("/adopted/position").asLong());
  }

  @Test
  void whateverIsReloadedMeanwhileADeliveryIsReadByOneCatalogue()
      throws IOException, InterruptedException, ExecutionException {
    try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
      List<Callable<JsonNode>> deliveries =
          IntStream.range(0, 60)
              .<Callable<JsonNode>>mapToObj(number -> () -> deliver(fax(100 + number, 1)))
              .toList();
      List<Future<JsonNode>> sent = deliveries.stream().map(senders::submit).toList();
      for (int i = 0; sent.stream().anyMatch(one -> !one.isDone()); i++) {
        Files.writeString(file, i % 2 == 0 ? SECOND : FIRST);
        assertThat(reload().statusCode()).isEqualTo(200);
      }
      Map<String, String> expected = Map.of("applied", "ipilot/2", "quarantined", "ipilot/1");
      for (Future<JsonNode> one : sent) {
        assertThat(catalogueOf(one.get()))
            .isEqualTo(expected.get(one.get().at("/status").asString()));
      }
    }
  }

  @Test
  void aSourceIsJudgedByItsWindowsAndTheVerdictNamesThem()
      throws IOException, InterruptedException {
    Files.writeString(file, SECOND);
    reload();
    deliver(fax(50, 1));
    JsonNode held = deliver(fax(50, 1));

    JsonNode kept = json(ledger.get("/v1/deliveries/" + id(held), Role.AUDITOR));
    JsonNode trail =
        json(ledger.get("/v1/accounts/ipilot.customer.50/audit?order=desc", Role.AUDITOR));

    assertThat(held.at("/reason").asString()).isEqualTo("suspected_duplicate");
    assertThat(kept.at("/windows/retry_seconds").asLong()).isEqualTo(7_200);
    assertThat(kept.at("/windows/repeat_seconds").asLong()).isEqualTo(180);
    assertThat(trail.at("/data/0/summary").asString()).contains(", within 3 minutes, and may be");
  }

  private static String fax(long account, int count) {
    return """
    {"account_id": %d, "event_object": "customer", "event_action": "fax",
     "event_type": "add", "fax_count": %d}\
    """
        .formatted(account, count);
  }

  private static HttpResponse<String> reload() throws IOException, InterruptedException {
    return ledger.send(
        "POST",
        "/v1/admin/catalogue/reload",
        "",
        "Authorization",
        "Bearer " + RunningLedger.key(Role.ADMIN));
  }

  private static JsonNode inUse() throws IOException, InterruptedException {
    return json(ledger.get("/v1/admin/catalogue", Role.AUDITOR));
  }

  private static JsonNode deliver(String body) throws IOException, InterruptedException {
    return json(
        ledger.send(
            "POST",
            "/v1/webhooks/ipilot",
            body,
            "X-Webhook-Secret",
            RunningLedger.WEBHOOK,
            "Content-Type",
            "application/json"));
  }

  private static String catalogueOf(JsonNode answer) throws IOException, InterruptedException {
    return json(ledger.get("/v1/deliveries/" + id(answer), Role.AUDITOR))
        .at("/catalogue")
        .asString();
  }

  private static String id(JsonNode answer) {
    return answer.at("/delivery_id").asString();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
