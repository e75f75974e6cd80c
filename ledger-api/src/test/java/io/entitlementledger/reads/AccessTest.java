package io.entitlementledger.reads;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each test reads about accounts of its own, so that it finds its own records. */
class AccessTest {
  private final RunningLedger ledger = RunningLedger.shared();

  private JsonNode access(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer = ledger.get("/v1/access?limit=1000" + query, Role.OPERATOR);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private List<JsonNode> about(String account) throws IOException, InterruptedException {
    List<JsonNode> records = new ArrayList<>();
    access("&account=" + account).get("data").forEach(records::add);
    return records;
  }

  private static String text(JsonNode record, String member) {
    return record.at("/" + member).asString();
  }

  @Test
  void aReadLeavesOneRecordAMinuteAndKey() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      ledger.get("/v1/accounts/ipilot.customer.801", Role.AUDITOR);
      ledger.get("/v1/accounts/ipilot.customer.801", Role.ADMIN);
      ledger.get("/v1/accounts/ipilot.customer.801/audit", Role.AUDITOR);
    }
    List<JsonNode> records = about("ipilot.customer.801");
    // A minute may have ended meanwhile; then there are two of a kind, but of two minutes.
    assertThat(
            records.stream().map(r -> text(r, "principal") + text(r, "route") + minute(r)).toList())
        .doesNotHaveDuplicates();
    assertThat(records.stream().map(r -> text(r, "role") + " " + text(r, "route")).distinct())
        .containsExactlyInAnyOrder(
            "auditor GET /v1/accounts/{account}",
            "admin GET /v1/accounts/{account}",
            "auditor GET /v1/accounts/{account}/audit",
            "operator GET /v1/access");
    assertThat(records)
        .filteredOn(r -> text(r, "role").equals("auditor"))
        .allMatch(r -> text(r, "principal").equals("key_auditor"));
  }

  private static String minute(JsonNode record) {
    return text(record, "first_read_at").substring(0, 16);
  }

  @Test
  void aRecordSaysWhichRangeWasAskedForAndNoSearchTerm() throws IOException, InterruptedException {
    ledger.get(
        "/v1/accounts/ipilot.customer.802/history?from=2026-01-01T00:00:00Z&q=Somebody",
        Role.AUDITOR);
    JsonNode record = about("ipilot.customer.802").getFirst();
    assertThat(record.get("range").propertyNames()).containsExactly("from");
    assertThat(text(record, "range/from")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(text(record, "id")).startsWith("evt_");
    assertThat(text(record, "leaf")).hasSize(64);
  }

  @Test
  void deliveriesAreRecordedByTheAccountAskedForAndByTheirId()
      throws IOException, InterruptedException {
    ledger.get("/v1/deliveries?account=ipilot.customer.803", Role.AUDITOR);
    assertThat(about("ipilot.customer.803"))
        .extracting(r -> text(r, "route"))
        .contains("GET /v1/deliveries");
    ledger.get("/v1/deliveries/dlv_one", Role.BILLING); // not let in
    ledger.get("/v1/deliveries/dlv_two", Role.AUDITOR);
    ledger.get("/v1/deliveries/dlv_three", Role.AUDITOR);
    List<String> read = new ArrayList<>();
    access("&principal=key_auditor").get("data").forEach(r -> read.add(text(r, "path/delivery")));
    assertThat(read).contains("dlv_two", "dlv_three").doesNotContain("dlv_one");
  }

  @Test
  void onlyWhoWasLetInHasRead() throws IOException, InterruptedException {
    String account = "/v1/accounts/ipilot.customer.804";
    ledger.send("GET", account, "");
    ledger.get(account, Role.BILLING);
    ledger.get(account, Role.INGEST);
    ledger.send("DELETE", account, "", "Authorization", "Bearer " + RunningLedger.ADMIN);
    ledger.get(account + "/nothing", Role.ADMIN);
    assertThat(about("ipilot.customer.804"))
        .extracting(r -> text(r, "route"))
        .containsOnly("GET /v1/access");
    assertThat(ledger.get(account, Role.AUDITOR).statusCode()).isEqualTo(404);
    assertThat(about("ipilot.customer.804"))
        .extracting(r -> text(r, "route"))
        .contains("GET /v1/accounts/{account}");
  }

  @Test
  void whatAKeyAskedForOfAnotherSourceThanItsOwnIsRecorded()
      throws IOException, InterruptedException {
    String wanted = "{\"role\":\"auditor\",\"source\":\"elsewhere\",\"label\":\"curious\"}";
    HttpResponse<String> made =
        ledger.send(
            "POST",
            "/v1/admin/keys",
            wanted,
            "Authorization",
            "Bearer " + RunningLedger.ADMIN,
            "Content-Type",
            "application/json");
    String secret = text(JsonMapper.shared().readTree(made.body()), "secret");

    HttpResponse<String> refused =
        ledger.send(
            "GET", "/v1/accounts/ipilot.customer.805", "", "Authorization", "Bearer " + secret);

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(about("ipilot.customer.805"))
        .extracting(r -> text(r, "role") + " " + text(r, "route"))
        .contains("auditor GET /v1/accounts/{account}");
  }

  @Test
  void webhooksHealthAndTheDescriptionLeaveNoRecord() throws IOException, InterruptedException {
    ledger.send(
        "POST", "/v1/webhooks/ipilot", "{}", "Authorization", "Bearer " + RunningLedger.WEBHOOK);
    ledger.get("/actuator/health", Role.ADMIN);
    ledger.get("/actuator/health/readiness", Role.ADMIN);
    ledger.get("/v1/openapi.json", Role.ADMIN);
    ledger.get("/v1/snapshots", Role.BILLING);
    ledger.send("HEAD", "/v1/accounts", "", "Authorization", "Bearer " + RunningLedger.ADMIN);
    List<String> routes = new ArrayList<>();
    access("").get("data").forEach(record -> routes.add(text(record, "route")));
    assertThat(routes)
        .contains("GET /v1/access", "GET /v1/snapshots", "HEAD /v1/accounts")
        .noneMatch(route -> route.matches(".*(webhooks|actuator|openapi).*"));
  }

  @Test
  void recordsComePageByPage() throws IOException, InterruptedException {
    for (String route : List.of("", "/audit", "/history")) {
      ledger.get("/v1/accounts/ipilot.customer.805" + route, Role.AUDITOR);
    }
    String query = "/v1/access?account=ipilot.customer.805&principal=key_auditor&limit=2";
    JsonNode first = JsonMapper.shared().readTree(ledger.get(query, Role.ADMIN).body());
    assertThat(first.get("data")).hasSize(2);
    assertThat(first.get("has_more").booleanValue()).isTrue();
    JsonNode last =
        JsonMapper.shared()
            .readTree(
                ledger
                    .get(query + "&starting_after=" + first.get("next").longValue(), Role.ADMIN)
                    .body());
    assertThat(last.get("data")).hasSize(1);
    assertThat(last.get("has_more").booleanValue()).isFalse();
    assertThat(last.get("next")).isNull();
    String recorded = text(last.at("/data/0"), "recorded_at");
    assertThat(access("&account=ipilot.customer.805&to=" + recorded).get("data"))
        .noneMatch(record -> text(record, "recorded_at").equals(recorded));
    assertThat(access("&account=ipilot.customer.805&from=2100-01-01T00:00:00Z").get("data"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "account=2779, invalid_account",
    "from=now, invalid_time",
    "limit=0, invalid_limit",
    "starting_after=x, invalid_parameter",
    "principal=%ff, invalid_parameter",
  })
  void aQuestionThatCannotBeAnsweredSaysWhy(String query, String code)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = ledger.get("/v1/access?" + query, Role.AUDITOR);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }
}
