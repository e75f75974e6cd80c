package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.value.Source;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends every request of the table in docs/SECURITY.md with every kind of credential. The table
 * says what is right, and is written by hand; a new route is a line there.
 */
class RoleMatrixTest {
  private static final Source IPILOT = new Source("ipilot");
  private static final Source FOREIGN = new Source("foreign");
  private static final List<Role> COLUMNS =
      List.of(Role.INGEST, Role.AUDITOR, Role.BILLING, Role.OPERATOR, Role.ADMIN);
  private static final List<Role> READERS = List.of(Role.AUDITOR, Role.BILLING, Role.OPERATOR);

  private static final RunningLedger LEDGER = RunningLedger.shared();
  private static String delivery = "";

  /** A line of the table; the cells follow the order of the columns. */
  record Line(String route, List<String> cells) {
    String method() {
      return route.substring(0, route.indexOf(' '));
    }

    String path() {
      return route
          .substring(route.indexOf(' ') + 1)
          .replace("{source}", "ipilot")
          .replace("{account}", "ipilot.customer.90210")
          .replace("{delivery}", delivery)
          .replaceAll("\\{[a-z]+}", "none");
    }

    String nobody() {
      return cells.getFirst();
    }

    String of(Role role) {
      return cells.get(1 + COLUMNS.indexOf(role));
    }

    String bound() {
      return cells.getLast();
    }

    @Override
    public String toString() {
      return route;
    }
  }

  static List<Line> lines() throws IOException {
    return Files.readAllLines(Path.of("../docs/SECURITY.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList())
        .map(cells -> new Line(cells.getFirst().replace("`", ""), cells.subList(1, cells.size())))
        .toList();
  }

  @BeforeAll
  static void anAccountIsThere() throws IOException, InterruptedException {
    HttpResponse<String> taken =
        LEDGER.send(
            "POST",
            "/v1/webhooks/ipilot/" + RunningLedger.WEBHOOK,
            """
            {"account_id":90210,"event_object":"customer","event_action":"sms",
             "event_type":"enable","number_count":1}
            """);
    delivery = JsonMapper.shared().readTree(taken.body()).get("delivery_id").stringValue();
  }

  @Test
  void theTableTheRoutesAndTheControllersNameTheSame() throws IOException {
    Set<String> told =
        lines().stream().map(Line::route).collect(Collectors.toCollection(TreeSet::new));

    assertThat(Routes.ALL.stream().map(route -> route.method() + " " + route.pattern()))
        .containsExactlyInAnyOrderElementsOf(told);
    told.removeIf(route -> route.contains("/actuator/")); // which has no controllers of ours
    assertThat(
            LEDGER.mappings().stream()
                .filter(route -> !route.contains("/faults/")) // the tests' own
                .filter(route -> !route.endsWith(" /error") && !route.endsWith(".yaml")))
        .containsExactlyInAnyOrderElementsOf(told);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whoShowsNothing(Line line) throws IOException, InterruptedException {
    HttpResponse<String> answer = LEDGER.send(line.method(), line.path(), "");

    if (line.nobody().equals("yes")) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    } else {
      assertThat(line.nobody()).isEqualTo("no");
      refused(answer, 401, "credential_missing");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whoShowsWhatIsNotTaken(Line line) throws IOException, InterruptedException {
    Keys.Made expired = make(Role.ADMIN, null, Instant.now().minusSeconds(1));
    Keys.Made expiredSender = make(Role.INGEST, IPILOT, Instant.now().minusSeconds(1));
    Keys.Made revoked = make(Role.ADMIN, null, null);
    LEDGER.keys().revoke(revoked.key().id(), "key_of-the-tests");
    for (String secret :
        List.of(
            "a-secret-nobody-has",
            expired.secret().value(),
            expiredSender.secret().value(),
            revoked.secret().value())) {
      HttpResponse<String> answer = send(line, secret);
      if (line.nobody().equals("yes")) {
        assertThat(answer.statusCode()).isEqualTo(200);
      } else {
        refused(answer, 401, "credential_unknown");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whoHasAKeyOfARole(Line line) throws IOException, InterruptedException {
    for (Role role : Role.values()) {
      check(line.of(role), send(line, RunningLedger.key(role)));
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whoHasAKeyThatIsBoundToTheSource(Line line) throws IOException, InterruptedException {
    for (Role role : READERS) {
      String expected = line.of(role).equals("yes") ? line.bound() : "no";
      HttpResponse<String> answer = send(line, secret(role, IPILOT));

      check(expected, answer);
      if (expected.equals("own")) {
        assertThat(answer.statusCode()).isNotEqualTo(404);
        if (line.method().equals("GET")) {
          assertThat(answer.body()).contains("ipilot");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whoHasAKeyThatIsBoundToAnotherSource(Line line) throws IOException, InterruptedException {
    for (Role role : READERS) {
      String expected = line.of(role).equals("yes") ? line.bound() : "no";
      HttpResponse<String> answer = send(line, secret(role, FOREIGN));

      if (expected.equals("own") && line.route().contains("{account}")) {
        refused(answer, 404, "unknown_account");
      } else if (expected.equals("own") && line.route().contains("{delivery}")) {
        refused(answer, 404, "unknown_delivery");
      } else {
        check(expected, answer);
      }
      if (expected.equals("own")) {
        assertThat(answer.body().replace("ipilot.customer.90210;", "")).doesNotContain("ipilot");
      }
    }
  }

  @Test
  void aSendersKeyIsRefusedForAnotherSourceWhetherThatIsThereOrNot()
      throws IOException, InterruptedException {
    String secret = secret(Role.INGEST, FOREIGN);
    String there = withoutInstance(post("/v1/webhooks/ipilot", secret));

    assertThat(there).contains("\"status\":403");
    assertThat(withoutInstance(post("/v1/webhooks/nobody", secret))).isEqualTo(there);
    assertThat(post("/v1/webhooks/foreign", secret).statusCode()).isEqualTo(202);
  }

  @Test
  void aForeignAccountCannotBeToldFromNone() throws IOException, InterruptedException {
    String secret = secret(Role.AUDITOR, FOREIGN);
    String there = withoutInstance(get("/v1/accounts/ipilot.customer.90210", secret));
    String none = withoutInstance(get("/v1/accounts/ipilot.customer.90211", secret));

    assertThat(there.replace("90210", "90211")).isEqualTo(none);
    assertThat(withoutInstance(get("/v1/deliveries/" + delivery, secret)))
        .isEqualTo(withoutInstance(get("/v1/deliveries/dlv_none", secret)));
  }

  /** What is filtered after paging would leave pages short, and tell how much is hidden. */
  @Test
  void aPageOfABoundKeyIsFullOfItsOwn() throws IOException, InterruptedException {
    String sender = secret(Role.INGEST, FOREIGN);
    post("/v1/webhooks/foreign", sender);
    post("/v1/webhooks/foreign", sender);
    anAccountIsThere();

    String page = get("/v1/deliveries?limit=2", secret(Role.OPERATOR, FOREIGN)).body();

    assertThat(JsonMapper.shared().readTree(page).get("data").findValuesAsString("source"))
        .containsExactly("foreign", "foreign");
  }

  private static void check(String expected, HttpResponse<String> answer) {
    if (expected.equals("no")) {
      refused(answer, 403, "forbidden");
    } else {
      assertThat(expected).isIn("yes", "own");
      assertThat(answer.statusCode()).as(answer.body()).isNotIn(401, 403, 405).isLessThan(500);
    }
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static Keys.Made make(Role role, @Nullable Source source, @Nullable Instant end) {
    return LEDGER.keys().make(role, source, "a test", end, "key_of-the-tests");
  }

  private static String secret(Role role, Source source) {
    return make(role, source, null).secret().value();
  }

  private static HttpResponse<String> send(Line line, String secret)
      throws IOException, InterruptedException {
    return LEDGER.send(line.method(), line.path(), "", "Authorization", "Bearer " + secret);
  }

  private static HttpResponse<String> get(String path, String secret)
      throws IOException, InterruptedException {
    return LEDGER.send("GET", path, "", "Authorization", "Bearer " + secret);
  }

  private static HttpResponse<String> post(String path, String secret)
      throws IOException, InterruptedException {
    return LEDGER.send("POST", path, "{}", "Authorization", "Bearer " + secret);
  }

  private static String withoutInstance(HttpResponse<String> answer) {
    return answer.body().replaceAll("urn:uuid:[0-9a-f-]+", "");
  }
}
