package io.entitlementledger.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.entitlementledger.cli.RunningLedger;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class WebhookCredentialTest {
  private static final String GOOD = RunningLedger.WEBHOOK;
  private static final String WRONG = "a-secret-nobody-has";

  private final RunningLedger ledger = RunningLedger.shared();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    // The server's threads go on logging while a test reads what they logged.
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    root().addAppender(log);
  }

  /** Whatever a test did, no secret it used is in the log. */
  @AfterEach
  void nothingIsInTheLog() {
    root().detachAppender(log);
    for (ILoggingEvent event : log.list) {
      assertThat(event.getFormattedMessage()).doesNotContain(GOOD, WRONG);
      if (event.getThrowableProxy() != null) {
        assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
            .doesNotContain(GOOD, WRONG);
      }
    }
  }

  @Test
  void everyWayToShowTheSecretLetsIn() throws IOException, InterruptedException {
    letIn(post("/v1/webhooks/ipilot", "Authorization", "Bearer " + GOOD));
    letIn(post("/v1/webhooks/ipilot", "Authorization", "bearer " + GOOD));
    letIn(post("/v1/webhooks/ipilot", "Authorization", basic("anybody", GOOD)));
    letIn(post("/v1/webhooks/ipilot", "X-Webhook-Secret", GOOD));
    letIn(post("/v1/webhooks/ipilot/" + GOOD));
    letIn(post("/v1/webhooks/ipilot/" + GOOD.replace("W", "%57")));
  }

  @Test
  void oneGoodSecretIsEnough() throws IOException, InterruptedException {
    letIn(post("/v1/webhooks/ipilot/" + GOOD, "Authorization", basic("a-proxy", WRONG)));
  }

  @Test
  void aWrongSecretIsRefusedInEveryWay() throws IOException, InterruptedException {
    refused(post("/v1/webhooks/ipilot", "Authorization", "Bearer " + WRONG));
    refused(post("/v1/webhooks/ipilot", "Authorization", basic("anybody", WRONG)));
    refused(post("/v1/webhooks/ipilot", "Authorization", "Basic %%%"));
    refused(post("/v1/webhooks/ipilot", "X-Webhook-Secret", WRONG));
    refused(post("/v1/webhooks/ipilot/" + WRONG));
    refused(post("/v1/webhooks/nobody/" + WRONG));
  }

  @Test
  void aSecretIsGoodForItsOwnSourceOnly() throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/v1/webhooks/another/" + GOOD);

    assertThat(answer.statusCode()).isEqualTo(403);
    shows(answer, "forbidden");
  }

  @Test
  void anAdministratorDoesNotPostWebhooks() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post("/v1/webhooks/ipilot", "Authorization", "Bearer " + RunningLedger.ADMIN);

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/webhooks/ipilot/SECRET/extra",
        "/v1/webhooks/ipilot/SECRET/",
        "/v1/webhooks/ipilot/x/SECRET",
        "/v1/webhooks/SECRET",
        "/v1//webhooks/ipilot/SECRET",
        "/v1/Webhooks/ipilot/SECRET",
        "/v1/webhooks/ipilot;SECRET",
        "/v1/webhooks/ipilot/SECRET%2F",
        "/v1/webhooks/ipilot/SECRET%5C",
        "/v1/webhooks/ipilot/SECRET%00",
        "/v1/webhooks/ipilot/SECRET%zz",
        "/v1/webhooks/ipilot/SECRET{}",
        "/v1/webhooks/ipilot/SECRET\"",
        "/v1/webhooks/ipilot/SECRET\u00fc",
        "/v1/webhooks/ipilot/../SECRET",
        "/v1/accounts/%2e%2e/webhooks/ipilot/SECRET",
      })
  void anAddressThatIsNotQuiteRightShowsNoSecret(String path) throws IOException {
    for (String method : List.of("POST", "GET", "TRACE")) {
      String answer =
          ledger.raw(
              method
                  + " "
                  + path.replace("SECRET", GOOD)
                  + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

      assertThat(answer).matches("(?s)HTTP/1.1 4[0-9]{2} .*").doesNotContain(GOOD);
      assertThat(answer).contains("application/problem+json");
    }
  }

  /** The strictest: what a person would turn on to find out why a sender is refused. */
  @Test
  void noSecretIsLoggedWhenEverythingIsLoggedThatIsLoggedAtAll()
      throws IOException, InterruptedException {
    Level before = root().getLevel();
    root().setLevel(Level.DEBUG);
    try {
      letIn(post("/v1/webhooks/ipilot/" + GOOD));
      letIn(post("/v1/webhooks/ipilot", "X-Webhook-Secret", GOOD));
      letIn(post("/v1/webhooks/ipilot", "Authorization", basic("anybody", GOOD)));
      refused(post("/v1/webhooks/ipilot/" + WRONG));
      for (String path :
          List.of("/SECRET/extra", "/SECRET{}", "/SECRET%00", "/SECRET" + "a".repeat(20_000))) {
        String request = "POST /v1/webhooks/ipilot" + path.replace("SECRET", GOOD);
        assertThat(ledger.raw(request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
            .startsWith("HTTP/1.1 4")
            .doesNotContain(GOOD);
      }
    } finally {
      root().setLevel(before);
    }
    assertThat(log.list).anyMatch(event -> event.getLevel() == Level.DEBUG);
  }

  private HttpResponse<String> post(String path, String... headers)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = ledger.send("POST", path, "[]", headers);
    assertThat(answer.body()).doesNotContain(GOOD, WRONG);
    assertThat(answer.headers().map().toString()).doesNotContain(GOOD, WRONG);
    return answer;
  }

  private static void letIn(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isNotIn(401, 403, 405, 413, 415);
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    shows(answer, "credential_unknown");
  }

  private static void shows(HttpResponse<String> answer, String code) {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
