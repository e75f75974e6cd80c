package io.entitlementledger.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Keys;
import io.entitlementledger.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeysControllerTest {
  private static final String KEYS = "/v1/admin/keys";

  private final RunningLedger ledger = RunningLedger.shared();

  @Test
  void aKeyIsMadeListedAndRevoked() throws IOException, InterruptedException {
    HttpResponse<String> made = make("{\"role\":\"auditor\",\"label\":\"for the year's end\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    String id = text(made, "id");
    String secret = text(made, "secret");
    assertThat(secret).matches("elk_[A-Za-z0-9_-]{43}");
    assertThat(status(secret)).isEqualTo(200);

    JsonNode listed = listed(id);
    assertThat(listed.propertyNames())
        .containsExactly("id", "role", "label", "created_at", "created_by", "status");
    assertThat(listed.get("role").stringValue()).isEqualTo("auditor");
    assertThat(listed.get("status").stringValue()).isEqualTo("live");
    assertThat(listed.get("created_by").stringValue()).startsWith("key_");

    assertThat(admin("DELETE", KEYS + "/" + id, "").statusCode()).isEqualTo(200);

    assertThat(status(secret)).isEqualTo(401);
    assertThat(listed(id).get("status").stringValue()).isEqualTo("revoked");
    assertThat(listed(id).get("revoked_by")).isEqualTo(listed.get("created_by"));
  }

  @Test
  void theListTellsNothingOfASecret() throws IOException, InterruptedException {
    String secret = text(make("{\"role\":\"billing\",\"label\":\"for the invoices\"}"), "secret");

    String list = admin("GET", KEYS, "").body();

    assertThat(list).contains("for the invoices").doesNotContain("sha256", "hash", "secret");
    assertThat(list).doesNotContain(secret.substring(4, 12), secret.substring(secret.length() - 4));
  }

  @Test
  void aSenderChangesItsSecretWithoutLosingADelivery() throws IOException, InterruptedException {
    String body = "{\"role\":\"ingest\",\"source\":\"rotating\",\"label\":\"sender\"}";
    HttpResponse<String> first = make(body);
    HttpResponse<String> second = make(body);
    assertThat(post(text(first, "secret"))).isEqualTo(202);
    assertThat(post(text(second, "secret"))).isEqualTo(202);

    admin("DELETE", KEYS + "/" + text(first, "id"), "");

    assertThat(post(text(first, "secret"))).isEqualTo(401);
    assertThat(post(text(second, "secret"))).isEqualTo(202);
  }

  @Test
  void aKeyThatHasRunOutIsAsGoodAsNone() throws IOException, InterruptedException {
    Instant end = Instant.now().plusSeconds(2);
    HttpResponse<String> made =
        make("{\"role\":\"auditor\",\"label\":\"short\",\"expires_at\":\"%s\"}".formatted(end));

    await().atMost(Duration.ofSeconds(30)).until(() -> status(text(made, "secret")) == 401);

    assertThat(Instant.now()).isAfterOrEqualTo(end);
    assertThat(listed(text(made, "id")).get("status").stringValue()).isEqualTo("expired");
  }

  @Test
  void whatAnotherProcessRevokesCountsHereSoon() throws IOException, InterruptedException {
    HttpResponse<String> made = make("{\"role\":\"auditor\",\"label\":\"elsewhere\"}");
    new Keys(ledger.database(), InstantSource.system()).revoke(text(made, "id"), "key_elsewhere");

    await().atMost(Duration.ofSeconds(10)).until(() -> status(text(made, "secret")) == 401);
  }

  @Test
  void theLastAdminKeyIsKept() throws IOException, InterruptedException {
    for (JsonNode key : json(admin("GET", KEYS, "")).get("data")) {
      if (key.get("role").stringValue().equals("admin")
          && key.get("status").stringValue().equals("live")) {
        HttpResponse<String> answer = admin("DELETE", KEYS + "/" + key.get("id").stringValue(), "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(text(answer, "code")).isEqualTo("last_admin_key");
      }
    }
    assertThat(ledger.get(KEYS, Role.ADMIN).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyThatThereIsNot() throws IOException, InterruptedException {
    HttpResponse<String> answer = admin("DELETE", KEYS + "/key_none", "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer, "code")).isEqualTo("unknown_key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"label\":\"x\"}",
        "{\"role\":\"owner\",\"label\":\"x\"}",
        "{\"role\":\"auditor\"}",
        "{\"role\":\"auditor\",\"label\":\"  \"}",
        "{\"role\":\"auditor\",\"label\":\"a\\nb\"}",
        "{\"role\":\"ingest\",\"label\":\"x\"}",
        "{\"role\":\"ingest\",\"label\":\"x\",\"source\":\"No Source\"}",
        "{\"role\":\"admin\",\"label\":\"x\",\"source\":\"ipilot\"}",
        "{\"role\":\"auditor\",\"label\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}",
        "{\"role\":\"auditor\",\"label\":\"x\",\"expires_at\":\"tomorrow\"}",
        "{\"role\":\"auditor\",\"label\":\"x\",\"secret\":\"chosen-by-a-person\"}",
      })
  void aKeyThatCannotBeMade(String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = make(body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(text(answer, "code")).isIn("invalid_key", "unreadable_body");
  }

  private HttpResponse<String> make(String body) throws IOException, InterruptedException {
    return admin("POST", KEYS, body);
  }

  private HttpResponse<String> admin(String method, String path, String body)
      throws IOException, InterruptedException {
    return ledger.send(method, path, body, "Authorization", "Bearer " + RunningLedger.ADMIN);
  }

  private int status(String secret) throws IOException, InterruptedException {
    return ledger.send("GET", "/v1/accounts", "", "Authorization", "Bearer " + secret).statusCode();
  }

  private int post(String secret) throws IOException, InterruptedException {
    return ledger.send("POST", "/v1/webhooks/rotating/" + secret, "{}").statusCode();
  }

  private JsonNode listed(String id) throws IOException, InterruptedException {
    return StreamSupport.stream(json(admin("GET", KEYS, "")).get("data").spliterator(), false)
        .filter(key -> key.get("id").stringValue().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String text(HttpResponse<String> answer, String member) {
    return json(answer).get(member).stringValue();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
