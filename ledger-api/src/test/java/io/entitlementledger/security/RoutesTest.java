package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Routes.Route;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RoutesTest {
  private final RunningLedger ledger = RunningLedger.shared();

  static Stream<Arguments> everyRouteAndRole() {
    return Routes.ALL.stream()
        .flatMap(route -> Stream.of(Role.values()).map(role -> Arguments.of(route, role)));
  }

  @ParameterizedTest
  @MethodSource("everyRouteAndRole")
  void aRoleIsLetInAsTheTableSays(Route route, Role role) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(route, "Authorization", "Bearer " + RunningLedger.key(role));

    if (route.isOpen() || route.roles().contains(role)) {
      assertThat(answer.statusCode()).isNotIn(401, 403, 405);
    } else {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("\"code\":\"forbidden\"");
    }
  }

  static List<Route> everyRoute() {
    return Routes.ALL;
  }

  @ParameterizedTest
  @MethodSource("everyRoute")
  void nobodyIsLetInWithoutACredential(Route route) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(route);

    if (route.isOpen()) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    } else {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(answer.body()).contains("\"code\":\"credential_missing\"");
    }
  }

  @Test
  void onlyTheTwoHealthRoutesAreOpen() {
    assertThat(Routes.ALL.stream().filter(Route::isOpen).map(Route::pattern))
        .containsExactly("/actuator/health/liveness", "/actuator/health/readiness");
  }

  @Test
  void theTableSaysWhatTheRolesAreFor() {
    assertThat(rolesOf("POST", "/v1/webhooks/{source}")).containsExactly(Role.INGEST);
    assertThat(Routes.ALL.stream().filter(r -> r.roles().contains(Role.INGEST))).hasSize(1);
    assertThat(Routes.ALL.stream().filter(r -> r.roles().contains(Role.AUDITOR)))
        .allMatch(route -> route.method().name().equals("GET"));
    assertThat(rolesOf("GET", "/v1/accounts/{account}/audit"))
        .isEqualTo(EnumSet.of(Role.AUDITOR, Role.OPERATOR, Role.ADMIN));
    assertThat(rolesOf("GET", "/v1/snapshots")).contains(Role.BILLING);
    assertThat(rolesOf("POST", "/v1/admin/projections/{projection}/rebuild"))
        .containsExactly(Role.ADMIN);
  }

  /** A controller without a line would answer nobody; a line without a controller is dead. */
  @Test
  void theTableAndTheControllersNameTheSameRoutes() throws IOException, InterruptedException {
    JsonNode paths =
        JsonMapper.shared()
            .readTree(ledger.get("/v1/openapi.json", Role.ADMIN).body())
            .get("paths");
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      path.getValue()
          .propertyNames()
          .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    described.removeIf(route -> route.contains("/faults/"));

    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Routes.ALL.stream()
                .map(route -> route.method().name() + " " + route.pattern())
                .filter(route -> !route.contains("/actuator/") && !route.contains("/openapi."))
                .toList());
  }

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

  private static Set<Role> rolesOf(String method, String pattern) {
    return Routes.ALL.stream()
        .filter(r -> r.method().name().equals(method) && r.pattern().equals(pattern))
        .findFirst()
        .orElseThrow()
        .roles();
  }

  private HttpResponse<String> send(Route route, String... headers)
      throws IOException, InterruptedException {
    String path =
        route
            .pattern()
            .replace("{source}", "ipilot")
            .replace("{account}", "ipilot.customer.1")
            .replace("{period}", "2026-03")
            .replaceAll("\\{[a-z]+}", "none");
    return ledger.send(route.method().name(), path, "", headers);
  }
}
