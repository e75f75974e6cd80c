package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {
  private final RunningLedger ledger = RunningLedger.shared();

  @ParameterizedTest
  @EnumSource(Role.class)
  void aRouteThatIsNotInTheTableExistsForNobody(Role role)
      throws IOException, InterruptedException {
    for (String path : List.of("/", "/error", "/v1", "/actuator", "/v3/api-docs")) {
      HttpResponse<String> answer = ledger.get(path, role);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).contains("\"code\":\"not_found\"");
    }
  }

  @Test
  void anotherMethodIsToldWhatIsTaken() throws IOException, InterruptedException {
    for (String method : List.of("DELETE", "PUT", "OPTIONS", "FROBNICATE")) {
      HttpResponse<String> answer =
          ledger.send(method, "/v1/accounts", "", "Authorization", "Bearer " + RunningLedger.ADMIN);
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }
  }

  @Test
  void headIsAllowedWhereGetIs() throws IOException, InterruptedException {
    String key = "Bearer " + RunningLedger.ADMIN;
    assertThat(ledger.send("HEAD", "/v1/openapi.json", "", "Authorization", key).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aControllerIsToldWhoAsks() throws IOException, InterruptedException {
    String path = "/faults/parameters/ipilot.customer.1?as_of=2026-03-01T00:00:00Z";

    assertThat(ledger.get(path, Role.AUDITOR).body())
        .isEqualTo("ipilot.customer.1 2026-03-01T00:00:00Z 1 Actor[kind=KEY, id=key_auditor]");
    assertThat(ledger.get(path, Role.INGEST).body()).endsWith("Actor[kind=SENDER, id=ipilot]");
  }

  @Test
  void everyAnswerTellsBrowsersToKeepNothingAndRunNothing()
      throws IOException, InterruptedException {
    HttpHeaders headers = ledger.get("/v1/openapi.json", Role.ADMIN).headers();

    assertThat(headers.firstValue("Cache-Control").orElseThrow()).contains("no-store");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(headers.firstValue("Server")).isEmpty();
    assertThat(headers.firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefused() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        ledger.send("GET", "/v1/accounts", "", "Authorization", "Bearer not-a-key-of-anybody");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).contains("\"code\":\"credential_unknown\"");
  }

  @Test
  void anApiKeyCountsAsBearerOnly() throws IOException, InterruptedException {
    assertThat(
            ledger
                .send("GET", "/v1/accounts", "", "X-Webhook-Secret", RunningLedger.ADMIN)
                .statusCode())
        .isEqualTo(401);
  }
}
