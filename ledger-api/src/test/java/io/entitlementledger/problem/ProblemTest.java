package io.entitlementledger.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final RunningLedger ledger = RunningLedger.shared();

  @Test
  void aControllersProblemIsAnsweredAsItIs() throws IOException, InterruptedException {
    HttpResponse<String> answer = ledger.send("GET", "/faults/thrown", "");

    JsonNode problem = problem(answer, 503, "behind");
    assertThat(problem.get("detail").stringValue()).isEqualTo("Try again in a second.");
    assertThat(problem.get("title").stringValue()).isEqualTo("Service Unavailable");
    assertThat(problem.get("type").stringValue()).isEqualTo("about:blank");
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/faults/unexpected", "/faults/error"})
  void aFaultIsLoggedUnderTheInstanceItsProblemCarries(String path)
      throws IOException, InterruptedException {
    Logger logger = (Logger) LoggerFactory.getLogger(ProblemAdvice.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);

    HttpResponse<String> answer = ledger.send("GET", path, "");
    logger.detachAppender(log);

    String instance = problem(answer, 500, "internal_error").get("instance").stringValue();
    assertThat(answer.body()).doesNotContain("too much", "Exception", "StackOverflow", "java.");
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getFormattedMessage()).contains(instance);
    assertThat(log.list.getFirst().getThrowableProxy()).isNotNull();
  }

  @Test
  void aStreamThatFailsBeforeAnythingIsSentIsAProblem() throws IOException, InterruptedException {
    problem(ledger.send("GET", "/faults/stream?lines=1", ""), 500, "internal_error");
  }

  @Test
  void aStreamThatFailsLaterIsBrokenOffAndNotEndedAsIfItWereComplete() {
    assertThatIOException().isThrownBy(() -> ledger.send("GET", "/faults/stream?lines=10000", ""));
  }

  @Test
  void anUnknownRoute() throws IOException, InterruptedException {
    problem(ledger.get("/v1/nothing", Role.ADMIN), 404, "not_found");
    problem(ledger.send("GET", "/faults/nothing", ""), 404, "not_found");
  }

  @Test
  void anotherMethod() throws IOException, InterruptedException {
    HttpResponse<String> answer = ledger.send("DELETE", "/faults/body", "");

    problem(answer, 405, "method_not_allowed");
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void aTypeThatCannotBeAnswered() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        ledger.send(
            "GET",
            "/v1/openapi.json",
            "",
            "Authorization",
            "Bearer " + RunningLedger.ADMIN,
            "Accept",
            "text/html");

    problem(answer, 406, "not_acceptable");
  }

  @Test
  void aTypeThatIsNotTaken() throws IOException, InterruptedException {
    problem(
        ledger.send("POST", "/faults/body", "x", "Content-Type", "text/plain"),
        415,
        "unsupported_media_type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/faults/parameters/ipilot.customer.1 | missing_parameter | parameter 'as_of' is required",
        "/faults/parameters/ipilot.customer.1?as_of=yesterday | invalid_time | RFC 3339",
        "/faults/parameters/ipilot.customer.1?as_of=2026-13-01T00:00:00Z | invalid_time | RFC 3339",
        "/faults/parameters/customer.1?as_of=2026-01-01T00:00:00Z | invalid_account | {source}",
        "/faults/parameters/ipilot.customer.1?as_of=2026-01-01T00:00:00Z&limit=x"
            + " | invalid_parameter | value of 'limit'",
      })
  void aBadParameter(String path, String code, String detail)
      throws IOException, InterruptedException {
    JsonNode problem = problem(ledger.send("GET", path, ""), 400, code);

    assertThat(problem.get("detail").stringValue()).contains(detail).doesNotContain("java");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is missing",
        "{ | is not the JSON",
        "[] | is not the JSON",
        "{\"quantity\":\"many\"} | 'quantity'",
        "{\"quantity\":1.5} | 'quantity'",
        "{\"quantity\":9007199254740992} | 'quantity'",
        "{\"account\":7} | 'account'",
        "{\"product\":\"No Such\"} | 'product'",
        "{\"effective_at\":\"1.3.2026\"} | 'effective_at'",
        "{\"efective_at\":\"2026-03-01T00:00:00Z\"} | 'efective_at'",
      })
  void aBadBody(String body, String detail) throws IOException, InterruptedException {
    JsonNode problem =
        problem(
            ledger.send("POST", "/faults/body", body, "Content-Type", "application/json"),
            400,
            "unreadable_body");

    assertThat(problem.get("detail").stringValue()).contains(detail).doesNotContain("entitlement");
  }

  @Test
  void valuesAreReadAndWrittenPlainly() throws IOException, InterruptedException {
    String body =
        """
        {"account":"ipilot.customer.1","product":"call_path","quantity":-3,\
        "effective_at":"2026-03-01T01:00:00+01:00"}\
        """;

    HttpResponse<String> answer =
        ledger.send("POST", "/faults/body", body, "Content-Type", "application/json");

    assertThat(answer.body())
        .isEqualTo(body.replace("2026-03-01T01:00:00+01:00", "2026-03-01T00:00:00.000Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GARBAGE\\r\\n\\r\\n | 400",
        "GET /{} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /a%2Fb HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET / HTTP/1.1\\r\\n\\r\\n | 400",
        "GET / HTTP/1.1\\r\\nHost: x y\\r\\n\\r\\n | 400",
        "GET / HTTP/1.1\\r\\nHost: x\\r\\nBad Header: y\\r\\n\\r\\n | 400",
        "GET / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n | 400",
        "GET / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: odd\\r\\n\\r\\n | 501",
        "GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nExpect: odd\\r\\n\\r\\n | 417",
        "GET / HTTP/9.9\\r\\nHost: x\\r\\n\\r\\n | 505",
        "GET /;x HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 400",
        "TRACE / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 405",
      })
  void whatTheServerItselfRefusesIsAProblemToo(String request, int status) throws IOException {
    String answer = ledger.raw(request.replace("\\r\\n", "\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("Content-Type: application/problem+json", "nosniff");
    assertThat(answer).doesNotContain("<html", "Tomcat", "Exception", "Server:");
    JsonNode problem = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    assertThat(problem.get("status").intValue()).isEqualTo(status);
  }

  @Test
  void headersThatAreTooLarge() throws IOException {
    String answer =
        ledger.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  private static JsonNode problem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            List.of("type", "title", "status", "detail", "code", "instance"));
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("instance").stringValue()).startsWith("urn:uuid:");
    return problem;
  }
}
