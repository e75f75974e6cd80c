package io.entitlementledger.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person decides, over HTTP. Each test has an account of its own. */
class RulingsTest {
  private static final AtomicInteger ACCOUNTS = new AtomicInteger(9000);
  private static final String REASON = "{\"reason\": \"The customer confirmed it.\"}";

  private final RunningLedger ledger = RunningLedger.shared();
  private final int account = ACCOUNTS.incrementAndGet();

  private record Answer(int status, JsonNode json) {
    String text(String pointer) {
      return json.at(pointer).asString();
    }
  }

  @Test
  void aHeldDeliveryIsPreviewedAndReleasedAndThenCounts() throws IOException, InterruptedException {
    sms(1);
    String held = sms(1).text("/delivery_id");
    String receivedAt = get("/v1/deliveries/" + held).text("/received_at");

    Answer dry =
        act("release", "{\"reason\": \"r\", \"ids\": [\"%s\"], \"dry_run\": true}".formatted(held));
    assertThat(dry.json().at("/dry_run").booleanValue()).isTrue();
    assertThat(dry.text("/data/0/status")).isEqualTo("applied");
    assertThat(dry.json().at("/data/0/changes/0/after").longValue()).isEqualTo(2);
    assertThat(dry.json().at("/data/0").has("position")).isFalse();
    assertThat(quantity()).isEqualTo(1);

    Answer released = act(held + "/release", REASON);

    assertThat(released.status()).isEqualTo(200);
    assertThat(released.text("/status")).isEqualTo("applied");
    assertThat(released.json().get("changes")).isEqualTo(dry.json().at("/data/0/changes"));
    assertThat(quantity()).isEqualTo(2);
    assertThat(get(accountPath() + "/history").text("/data/1/effective_at")).isEqualTo(receivedAt);
    Answer delivery = get("/v1/deliveries/" + held);
    assertThat(delivery.text("/status")).isEqualTo("applied");
    assertThat(delivery.text("/first/status")).isEqualTo("held");
    assertThat(delivery.text("/rulings/0/by")).isEqualTo("key_operator");
    assertThat(delivery.text("/rulings/0/reason")).isEqualTo("The customer confirmed it.");
    assertThat(delivery.text("/raw")).isNotEmpty();
    assertThat(listed("held")).doesNotContain(held);
    Answer trail = get(accountPath() + "/audit?order=desc&limit=2");
    assertThat(trail.text("/data/1/type")).isEqualTo("DeliveryReleased");
    assertThat(trail.text("/data/0/actor/id")).isEqualTo("key_operator");
    assertThat(trail.text("/data/0/delivery/id")).isEqualTo(held);
  }

  @Test
  void aHeldDeliveryIsDiscardedAndNeverCounts() throws IOException, InterruptedException {
    sms(1);
    String held = sms(1).text("/delivery_id");

    Answer discarded = act(held + "/discard", REASON);

    assertThat(discarded.text("/status")).isEqualTo("discarded");
    assertThat(discarded.json().get("changes")).isEmpty();
    assertThat(quantity()).isEqualTo(1);
    assertThat(listed("held")).doesNotContain(held);
    assertThat(listed("discarded")).contains(held);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"event_action\": \"fax\"}", "not JSON"})
  void whatStillCannotBeReadWaitsOnUntilItIsDiscarded(String body)
      throws IOException, InterruptedException {
    String id = deliver(body).text("/delivery_id");
    Answer before = get("/v1/deliveries/" + id);

    Answer retried = act(id + "/retry", REASON);

    assertThat(retried.status()).isEqualTo(409);
    assertThat(retried.text("/code")).isEqualTo("still_unreadable");
    assertThat(retried.text("/reason")).isEqualTo(before.text("/reason"));
    assertThat(retried.text("/detail")).endsWith(before.text("/detail"));
    assertThat(retried.text("/pointer")).isEqualTo(before.text("/pointer"));
    assertThat(get("/v1/deliveries/" + id)).isEqualTo(before);
    assertThat(act(id + "/discard", REASON).text("/status")).isEqualTo("discarded");
    assertThat(act(id + "/retry", REASON).text("/code")).isEqualTo("nothing_waits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "release", "discard"})
  void whatWasAppliedDoesNotWait(String act) throws IOException, InterruptedException {
    String applied = sms(1).text("/delivery_id");

    Answer answer = act(applied + "/" + act, REASON);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/code")).isEqualTo("nothing_waits");
    assertThat(answer.text("/detail")).isEqualTo("This delivery is applied: nothing of it waits.");
  }

  @Test
  void anActThatIsNotForADeliverySaysWhichOneIs() throws IOException, InterruptedException {
    sms(1);
    String held = sms(1).text("/delivery_id");
    String quarantined = deliver("{\"event_action\": \"fax\"}").text("/delivery_id");

    assertThat(act(held + "/retry", REASON).text("/detail"))
        .isEqualTo("This delivery is held: release or discard it.");
    assertThat(act(quarantined + "/release", REASON).text("/detail"))
        .isEqualTo("This delivery is quarantined: retry or discard it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dlv_none/release | {\"reason\": \"r\"} | 404 | unknown_delivery",
        "dlv_none/release | {} | 422 | reason_required",
        "dlv_none/retry | {\"reason\": \" \"} | 422 | reason_required",
        "dlv_none/discard | {\"reason\": \"LONG\"} | 422 | reason_required",
        "dlv_none/discard | {\"reason\": \"r\", \"why\": 1} | 400 | unreadable_body",
        "release | {\"reason\": \"r\"} | 422 | selection_required",
        "release | {\"ids\": [\"dlv_none\"]} | 422 | reason_required",
        "release | {\"reason\": \"r\", \"ids\": [], \"dry_run\": true} | 422 | invalid_ids",
        "release | {\"reason\": \"r\", \"ids\": [null]} | 422 | invalid_ids",
        "release | {\"reason\": \"r\", \"ids\": [\"a\"], \"filter\": {}} | 422 |"
            + " selection_required",
        "retry | {\"reason\": \"r\", \"filter\": {}} | 422 | dry_run_required",
        "retry | {\"reason\": \"r\", \"filter\": {\"status\": \"held\"}, \"dry_run\": true} | 422 |"
            + " invalid_status",
        "discard | {\"reason\": \"r\", \"filter\": {\"state\": \"held\"}, \"dry_run\": true} | 400"
            + " | unreadable_body",
      })
  void whatIsAskedWronglySaysWhy(String path, String body, int status, String code)
      throws IOException, InterruptedException {
    Answer answer = act(path, body.replace("LONG", "r".repeat(501)));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("/code")).isEqualTo(code);
  }

  @Test
  void whoMayNotMendDecidesNothing() throws IOException, InterruptedException {
    assertThat(as(Role.AUDITOR, "dlv_none/release", REASON).status()).isEqualTo(403);
    assertThat(as(Role.BILLING, "release", REASON).status()).isEqualTo(403);
  }

  @Test
  void theSameActUnderTheSameKeyIsAnsweredAsItWas() throws IOException, InterruptedException {
    sms(1);
    String held = sms(1).text("/delivery_id");
    String key = UUID.randomUUID().toString();
    Answer first = act(held + "/release", REASON, "Idempotency-Key", key);
    sms(7);

    Answer again = act(held + "/release", REASON, "Idempotency-Key", key);

    assertThat(again).isEqualTo(first);
    assertThat(quantity()).isEqualTo(9);
    for (Answer other :
        List.of(
            act(held + "/release", REASON),
            act(held + "/release", REASON, "Idempotency-Key", "another"),
            act(held + "/discard", REASON, "Idempotency-Key", key),
            as(Role.ADMIN, held + "/release", REASON, "Idempotency-Key", key))) {
      assertThat(other.text("/code")).isEqualTo("nothing_waits");
    }
  }

  @Test
  void ofSeveralEachIsDecidedByItself() throws IOException, InterruptedException {
    String applied = sms(1).text("/delivery_id");
    String held = sms(1).text("/delivery_id");
    String alsoHeld = sms(1).text("/delivery_id");

    Answer answer = act("release", ids(held, applied, "dlv_none", alsoHeld, held).formatted(false));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(each(answer, "delivery_id")).containsExactly(held, applied, "dlv_none", alsoHeld);
    assertThat(each(answer, "status")).containsExactly("applied", "", "", "applied");
    assertThat(each(answer, "code")).containsExactly("", "nothing_waits", "unknown_delivery", "");
    assertThat(quantity()).isEqualTo(3);
  }

  @Test
  void eachIsPreviewedAgainstThePresentAndNotAfterTheOthers()
      throws IOException, InterruptedException {
    sms(1);
    String ids = ids(sms(1).text("/delivery_id"), sms(1).text("/delivery_id"));

    Answer dry = act("release", ids.formatted(true));

    assertThat(dry.json().at("/data/0/changes/0/after").longValue()).isEqualTo(2);
    assertThat(dry.json().at("/data/1/changes/0/after").longValue()).isEqualTo(2);
    assertThat(quantity()).isEqualTo(1);
  }

  @Test
  void aFilterTakesWhatWaitsAndFitsTheOldestFirst() throws IOException, InterruptedException {
    sms(1);
    List<String> held = List.of(sms(1).text("/delivery_id"), sms(1).text("/delivery_id"));
    String filter =
        "{\"reason\": \"r\", \"dry_run\": %s, \"filter\": {\"account\": \"ipilot.customer.%d\","
            + " \"reason_code\": \"suspected_duplicate\", \"source\": \"ipilot\","
            + " \"received_from\": \"2020-01-01T00:00:00Z\","
            + " \"received_to\": \"2999-01-01T00:00:00Z\"}}";

    Answer dry = act("discard", filter.formatted(true, account));
    assertThat(each(dry, "delivery_id")).isEqualTo(held);
    assertThat(each(dry, "status")).containsExactly("discarded", "discarded");
    assertThat(listed("held")).containsAll(held);

    Answer done = act("discard", filter.formatted(false, account));
    assertThat(each(done, "delivery_id")).isEqualTo(held);
    assertThat(done.json().get("has_more").booleanValue()).isFalse();
    assertThat(listed("held")).doesNotContainAnyElementsOf(held);
    assertThat(each(act("discard", filter.formatted(false, account)), "delivery_id")).isEmpty();
  }

  private static String ids(String... ids) {
    return "{\"reason\": \"r\", \"dry_run\": %s, \"ids\": [\"" + String.join("\",\"", ids) + "\"]}";
  }

  private Answer sms(int count) throws IOException, InterruptedException {
    return deliver(
        "{\"Account_id\": %d, \"event_object\": \"customer\", \"event_action\": \"sms\","
                .formatted(account)
            + " \"event_type\": \"enable\", \"number_count\": %d}".formatted(count));
  }

  private Answer deliver(String body) throws IOException, InterruptedException {
    return answer(
        ledger.send(
            "POST",
            "/v1/webhooks/ipilot",
            body,
            "Authorization",
            "Bearer " + RunningLedger.WEBHOOK,
            "Content-Type",
            "application/json"));
  }

  private Answer act(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return as(Role.OPERATOR, path, body, headers);
  }

  private Answer as(Role role, String path, String body, String... headers)
      throws IOException, InterruptedException {
    String[] all = new String[headers.length + 4];
    all[0] = "Authorization";
    all[1] = "Bearer " + RunningLedger.key(role);
    all[2] = "Content-Type";
    all[3] = "application/json";
    System.arraycopy(headers, 0, all, 4, headers.length);
    return answer(ledger.send("POST", "/v1/deliveries/" + path, body, all));
  }

  private Answer get(String path) throws IOException, InterruptedException {
    return answer(ledger.get(path, Role.OPERATOR));
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
  }

  private String accountPath() {
    return "/v1/accounts/ipilot.customer." + account;
  }

  private long quantity() throws IOException, InterruptedException {
    return get(accountPath() + "/entitlements").json().at("/lines/0/quantity").longValue();
  }

  private Set<String> listed(String status) throws IOException, InterruptedException {
    return Set.copyOf(each(get("/v1/deliveries?limit=1000&status=" + status), "id"));
  }

  private static List<String> each(Answer answer, String member) {
    return StreamSupport.stream(answer.json().get("data").spliterator(), false)
        .map(element -> element.path(member).asString(""))
        .toList();
  }
}
