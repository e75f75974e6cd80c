package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the sender, the auditor and billing rely on. Each test has accounts of its own. */
@SuppressWarnings("NullAway.Init") // set before all tests
class LedgerIT {
  @TempDir static Path directory;

  private static PackagedLedger ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = PackagedLedger.start(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @Test
  void anAccountIsOpenedChangedClosedAndReopened() throws IOException, InterruptedException {
    assertThat(customer(10, "new").text("/status")).isEqualTo("applied");
    assertThat(status(10)).isEqualTo("active");
    assertThat(customer(10, "updated").text("/status")).isEqualTo("applied");
    sms(10, 3, "enable");
    Answer closed = customer(10, "deleted");
    assertThat(closed.json().at("/changes/0/before").longValue()).isEqualTo(3);
    assertThat(closed.json().at("/changes/0/after").longValue()).isZero();
    assertThat(status(10)).isEqualTo("closed");
    assertThat(ledger.get(account(10) + "/entitlements").json().get("lines")).isEmpty();
    assertThat(sms(10, 4, "enable").text("/reason")).isEqualTo("account_closed");
    assertThat(customer(10, "new").text("/status")).isEqualTo("applied");
    assertThat(status(10)).isEqualTo("active");

    assertThat(ledger.get(account(10) + "/audit").each("type"))
        .containsExactly(
            "AccountOpened",
            "AccountChanged",
            "LineIncreased",
            "LineEnded",
            "AccountClosed",
            "DeliveryHeld",
            "AccountReopened");
  }

  @Test
  void aSiteIsAddedChangedAndRemoved() throws IOException, InterruptedException {
    assertThat(site(11, "Add", "Site ABC").text("/status")).isEqualTo("applied");
    assertThat(ledger.get(account(11)).text("/sites/0/name")).isEqualTo("Site ABC");
    assertThat(site(11, "Update", "Site XYZ").text("/status")).isEqualTo("applied");
    assertThat(ledger.get(account(11)).text("/sites/0/name")).isEqualTo("Site XYZ");
    assertThat(site(11, "Delete", "Site XYZ").text("/status")).isEqualTo("applied");
    assertThat(ledger.get(account(11)).json().get("sites")).isEmpty();

    assertThat(ledger.get(account(11) + "/audit").each("type"))
        .containsExactly("AccountOpened", "SiteAdded", "SiteChanged", "SiteRemoved");
  }

  @Test
  void theSameOrderTwiceIsCountedOnceAndTheTrailShowsBothDeliveries()
      throws IOException, InterruptedException {
    Answer first = callPaths(12, 10, "NUW1");
    Answer again = callPaths(12, 10, "NUW1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("/status")).isEqualTo("duplicate");
    assertThat(again.text("/original")).isEqualTo(first.text("/delivery_id"));
    assertThat(quantities(12, "")).containsExactly(10L);
    assertThat(deliveries(12)).contains(first.text("/delivery_id"), again.text("/delivery_id"));
  }

  @Test
  void theSameBatchTwiceIsCountedOnceAndTheSecondWaitsForAPerson()
      throws IOException, InterruptedException {
    Answer first = sms(13, 1, "enable");
    Answer again = sms(13, 1, "enable");

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.text("/status")).isEqualTo("held");
    assertThat(again.text("/reason")).isEqualTo("suspected_duplicate");
    assertThat(quantities(13, "")).containsExactly(1L);
    assertThat(deliveries(13)).contains(first.text("/delivery_id"), again.text("/delivery_id"));
    assertThat(ledger.get("/v1/deliveries?status=held&account=ipilot.customer.13").each("id"))
        .containsExactly(again.text("/delivery_id"));
  }

  @Test
  void aSendersOwnKeyTellsDeliveriesApart() throws IOException, InterruptedException {
    String body = smsBody(14, 1, "enable");
    ledger.deliver(body, "Idempotency-Key", "a");
    assertThat(ledger.deliver(body, "webhook-id", "b").text("/status")).isEqualTo("applied");
    assertThat(ledger.deliver(body, "Idempotency-Key", "a").text("/reason"))
        .isEqualTo("same_idempotency_key");
    assertThat(ledger.deliver(smsBody(14, 2, "enable"), "Idempotency-Key", "a").text("/reason"))
        .isEqualTo("conflicting_duplicate");
    assertThat(quantities(14, "")).containsExactly(2L);
  }

  /** Before the first change, between the two, and after both; and then all of it made anew. */
  @Test
  void threeInstantsHaveThreeAnswersAndTheSameOnesAfterEveryProjectionIsRebuilt()
      throws IOException, InterruptedException {
    callPaths(15, 10, "NUW1");
    callPaths(15, 5, "NUW2");
    JsonNode history = ledger.get(account(15) + "/history").json().get("data");
    Instant first = Instant.parse(history.at("/0/effective_at").stringValue());
    Instant second = Instant.parse(history.at("/1/effective_at").stringValue());
    assertThat(first).isBefore(second);

    List<String> questions =
        List.of("?as_of=" + first.minusMillis(1), "?as_of=" + first, "?as_of=" + second);
    List<List<Long>> before = answers(15, questions);
    assertThat(before).containsExactly(List.of(), List.of(10L), List.of(15L));
    List<String> wholeBefore = everything(15, second);

    rebuildEveryProjection();

    assertThat(answers(15, questions)).isEqualTo(before);
    assertThat(everything(15, second)).isEqualTo(wholeBefore);
  }

  @Test
  void whatWasNotKnownYetIsNotCounted() throws IOException, InterruptedException {
    callPaths(16, 10, "NUW1");
    Instant recorded =
        Instant.parse(ledger.get(account(16) + "/history").text("/data/0/recorded_at"));
    assertThat(quantities(16, "?known_at=" + recorded)).containsExactly(10L);
    assertThat(quantities(16, "?known_at=" + recorded.minusMillis(1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"account_id\": 1 | 400 | not_json",
        "[1, 2] | 400 | not_an_object",
        "{} | 202 | missing_field",
        "{\"account_id\":17,\"event_object\":\"customer\",\"event_action\":\"fax\"} | 202 |"
            + " unknown_action",
        "{\"account_id\":17,\"event_object\":\"customer\",\"event_action\":\"sms\","
            + "\"event_type\":\"enable\",\"number_count\":-1} | 202 | negative_count",
      })
  void whateverIsPostedWithAGoodSecretIsKept(String body, int status, String reason)
      throws IOException, InterruptedException {
    Answer answer = ledger.deliver(body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text(status == 400 ? "/code" : "/reason")).isEqualTo(reason);
    assertThat(answer.contentType())
        .startsWith(status == 400 ? "application/problem+json" : "application/json");
    Answer kept = ledger.get("/v1/deliveries/" + answer.text("/delivery_id"));
    assertThat(new String(Base64.getDecoder().decode(kept.text("/raw")), UTF_8)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/accounts/ipilot.customer.999999,                    404, unknown_account",
    "/v1/accounts/ipilot.customer.999999/entitlements,       404, unknown_account",
    "/v1/accounts/ipilot.customer.0,                         400, invalid_account",
    "/v1/accounts/2779/audit,                                400, invalid_account",
    "/v1/accounts/ipilot.customer.1/entitlements?as_of=now,  400, invalid_time",
    "/v1/snapshots?as_of=2026-13-01,                         400, invalid_time",
    "/v1/snapshots?format=xml,                               400, invalid_format",
    "/v1/accounts?limit=0,                                   400, invalid_limit",
    "/v1/accounts?status=open,                               400, invalid_status",
    "/v1/accounts?q=%00,                                     400, invalid_q",
    "/v1/accounts?q=%ff,                                     400, invalid_parameter",
    "/v1/deliveries/dlv_none,                                404, unknown_delivery",
    "/v1/nothing,                                            404, not_found",
  })
  void aQuestionThatCannotBeAnsweredSaysWhy(String path, int status, String code)
      throws IOException, InterruptedException {
    Answer answer = ledger.get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.text("/code")).isEqualTo(code);
    assertThat(answer.text("/detail")).endsWith(".");
  }

  @Test
  void aDeliveryThatIsTakenIsAnsweredWhateverTheSenderAccepts()
      throws IOException, InterruptedException {
    Answer answer = ledger.deliver(smsBody(19, 1, "enable"), "Accept", "text/html");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
  }

  @Test
  void aWrongSecretIsRefusedAndNothingIsKept() throws IOException, InterruptedException {
    Answer before = ledger.get("/v1/deliveries?limit=1");

    Answer answer =
        ledger.post(
            "/v1/webhooks/ipilot", smsBody(18, 1, "enable").getBytes(UTF_8), "wrong-secret");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(ledger.get("/v1/deliveries?limit=1").json().get("data"))
        .isEqualTo(before.json().get("data"));
  }

  @Test
  void aListIsReadPageByPage() throws IOException, InterruptedException {
    for (int account = 20; account < 25; account++) {
      customer(account, "new");
    }
    Answer first = ledger.get("/v1/accounts?q=2&status=active&limit=2");
    assertThat(first.each("account")).containsExactly("ipilot.customer.20", "ipilot.customer.21");
    assertThat(first.json().get("has_more").booleanValue()).isTrue();
    Answer last =
        ledger.get("/v1/accounts?q=2&status=active&limit=9&starting_after=ipilot.customer.21");
    assertThat(last.each("account"))
        .containsExactly("ipilot.customer.22", "ipilot.customer.23", "ipilot.customer.24");
    assertThat(last.json().get("has_more").booleanValue()).isFalse();
  }

  @Test
  void dataSurviveAStopAndAKill(@TempDir Path elsewhere) throws IOException, InterruptedException {
    Path data = elsewhere.resolve("data");
    try (PackagedLedger first = PackagedLedger.start(data)) {
      first.deliver(smsBody(30, 1, "enable"));
    }
    String afterStop;
    try (PackagedLedger second = PackagedLedger.start(data)) {
      afterStop = second.get(account(30) + "/audit").text();
      assertThat(second.deliver(smsBody(30, 2, "enable")).text("/status")).isEqualTo("applied");
      second.kill();
    }
    try (PackagedLedger third = PackagedLedger.start(data)) {
      assertThat(afterStop).contains("LineIncreased");
      assertThat(third.get(account(30) + "/entitlements").json().at("/lines/0/quantity").asLong())
          .isEqualTo(3);
    }
  }

  @Test
  void theRebuildCommandMakesEveryProjectionAnew(@TempDir Path elsewhere)
      throws IOException, InterruptedException {
    Path data = elsewhere.resolve("data");
    String before;
    try (PackagedLedger first = PackagedLedger.start(data)) {
      first.deliver(smsBody(31, 1, "enable"));
      before = first.get(account(31) + "/audit").text();
    }

    assertThat(PackagedLedger.run("rebuild", "--data-dir", data.toString()))
        .containsExactly(
            "directory: rebuilt to position 2",
            "entitlements: rebuilt to position 2",
            "audit: rebuilt to position 2",
            "deliveries: rebuilt to position 2");
    assertThat(PackagedLedger.run("rebuild", "--data-dir", data.toString(), "aduit"))
        .containsExactly(
            "ledger: there is no projection 'aduit'; name one of directory, entitlements, audit,"
                + " deliveries");
    try (PackagedLedger second = PackagedLedger.start(data)) {
      assertThat(second.get(account(31) + "/audit").text()).isEqualTo(before);
    }
  }

  private static void rebuildEveryProjection() throws IOException, InterruptedException {
    for (String name : ledger.get("/v1/admin/projections").each("name")) {
      Answer begun = ledger.command("/v1/admin/projections/" + name + "/rebuild");
      assertThat(begun.status()).isEqualTo(202);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              JsonNode all = ledger.get("/v1/admin/projections").json().get("data");
              return StreamSupport.stream(all.spliterator(), false)
                  .allMatch(view -> view.get("position").equals(view.get("head")));
            });
  }

  /** All that is told of an account, at instants that do not move. */
  private static List<String> everything(int account, Instant instant)
      throws IOException, InterruptedException {
    String at = "?as_of=" + instant + "&known_at=" + instant.plusSeconds(3600);
    return List.of(
        ledger.get(account(account)).text(),
        ledger.get(account(account) + "/entitlements" + at).text(),
        ledger.get(account(account) + "/history?known_at=" + instant.plusSeconds(3600)).text(),
        ledger.get(account(account) + "/audit").text(),
        ledger.get("/v1/deliveries?account=ipilot.customer." + account).each("id").toString());
  }

  private static List<List<Long>> answers(int account, List<String> questions)
      throws IOException, InterruptedException {
    List<List<Long>> answers = new ArrayList<>();
    for (String question : questions) {
      answers.add(quantities(account, question));
    }
    return answers;
  }

  private static List<Long> quantities(int account, String question)
      throws IOException, InterruptedException {
    Answer answer = ledger.get(account(account) + "/entitlements" + question);
    return StreamSupport.stream(answer.json().get("lines").spliterator(), false)
        .map(line -> line.get("quantity").longValue())
        .toList();
  }

  private static List<String> deliveries(int account) throws IOException, InterruptedException {
    JsonNode trail = ledger.get(account(account) + "/audit").json().get("data");
    return StreamSupport.stream(trail.spliterator(), false)
        .map(entry -> entry.at("/delivery/id").stringValue())
        .toList();
  }

  private static String status(int account) throws IOException, InterruptedException {
    return ledger.get(account(account)).text("/status");
  }

  private static String account(int account) {
    return "/v1/accounts/ipilot.customer." + account;
  }

  private static Answer customer(int account, String action)
      throws IOException, InterruptedException {
    return ledger.deliver(
        "{\"account_id\": %d, \"event_object\": \"customer\", \"event_action\": \"%s\","
                .formatted(account, action)
            + " \"updated_fields\": \"Address\"}");
  }

  private static Answer site(int account, String action, String name)
      throws IOException, InterruptedException {
    return ledger.deliver(
        "{\"Account_id\": %d, \"site_id\": 4230, \"site_name\": \"%s\", \"event_action\": \"%s\","
                .formatted(account, name, action)
            + " \"event_object\": \"Site\"}");
  }

  private static Answer callPaths(int account, int count, String pon)
      throws IOException, InterruptedException {
    return ledger.deliver(
        "{\"Account_id\": %d, \"event_object\": \"customer\", \"event_type\": \"increase\","
                .formatted(account)
            + " \"event_action\": \"Placed new order\", \"call_path_count\": %d,".formatted(count)
            + " \"pon_number\": \"%s\"}".formatted(pon));
  }

  private static Answer sms(int account, int count, String direction)
      throws IOException, InterruptedException {
    return ledger.deliver(smsBody(account, count, direction));
  }

  private static String smsBody(int account, int count, String direction) {
    return "{\"Account_id\": %d, \"event_object\": \"customer\", \"event_action\": \"sms\","
            .formatted(account)
        + " \"event_type\": \"%s\", \"number_count\": %d}".formatted(direction, count);
  }
}
