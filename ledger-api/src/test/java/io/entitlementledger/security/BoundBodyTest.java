package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundBodyTest {
  private static final String PATH = "/v1/webhooks/ipilot";

  private final RunningLedger ledger = RunningLedger.shared();

  @Test
  void theLargestBodyIsTaken() throws IOException, InterruptedException {
    assertThat(post(BodyPublishers.ofByteArray(new byte[64 * 1024])).statusCode())
        .isNotIn(413, 415);
    assertThat(post(chunked(64 * 1024)).statusCode()).isNotIn(413, 415);
  }

  @Test
  void oneByteMoreIsNotHoweverItIsSent() throws IOException, InterruptedException {
    tooLarge(post(BodyPublishers.ofByteArray(new byte[64 * 1024 + 1])));
    tooLarge(post(chunked(64 * 1024 + 1)));
  }

  @Test
  void aConnectionIsKeptWhenTheBodyWasReadAndNotWhenItWasRefused()
      throws IOException, InterruptedException {
    assertThat(post(BodyPublishers.ofString("{}")).headers().firstValue("Connection"))
        .isNotEqualTo(Optional.of("close"));
    assertThat(
            post(BodyPublishers.ofString("[]"), "Content-Type", "text/plain")
                .headers()
                .firstValue("Connection"))
        .contains("close");
  }

  @Test
  void anAnnouncedSizeIsEnoughToRefuse() throws IOException {
    String answer =
        ledger.raw(
            "POST "
                + PATH
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n"
                + "X-Webhook-Secret: "
                + RunningLedger.WEBHOOK
                + "\r\nContent-Length: 9000000000\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("body_too_large");
  }

  @Test
  void aStrangersBodyIsNotLookedAt() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        ledger.send("POST", PATH, chunked(128 * 1024), "Content-Type", "text/plain");

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  /** It could be sent for as long as a stranger likes, and hold a thread. */
  @ParameterizedTest
  @ValueSource(strings = {"POST " + PATH, "GET /actuator/health/liveness", "GET /v1/accounts"})
  void theRestOfABodyThatIsNotNeededIsNotWaitedFor(String request) throws IOException {
    String beginning = request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n";

    // Every byte comes soon enough.
    assertThat(ledger.trickle(beginning, '{', 20)).isLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "APPLICATION/JSON",
        "application/vnd.ipilot.event+json",
      })
  void jsonIsTaken(String type) throws IOException, InterruptedException {
    assertThat(post(BodyPublishers.ofString("[]"), "Content-Type", type).statusCode())
        .isNotIn(413, 415);
  }

  @Test
  void aBodyThatDoesNotSayWhatItIsIsTaken() throws IOException, InterruptedException {
    assertThat(post(BodyPublishers.ofString("[]")).statusCode()).isNotIn(413, 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=iso-8859-1",
        "application/json; charset=no-such",
        "application/jsonp",
        "application",
        "*/*",
      })
  void anotherTypeIsNot(String type) throws IOException, InterruptedException {
    unsupported(post(BodyPublishers.ofString("[]"), "Content-Type", type));
  }

  @Test
  void aCodedBodyIsNot() throws IOException, InterruptedException {
    unsupported(post(BodyPublishers.ofString("[]"), "Content-Encoding", "gzip"));
  }

  @Test
  void aBrokenChunkIsABadRequest() throws IOException {
    String answer =
        ledger.raw(
            "POST "
                + PATH
                + "/"
                + RunningLedger.WEBHOOK
                + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json", "bad_request");
  }

  @Test
  void aBodyThatDoesNotComeIsWaitedForOnlySoLong() throws IOException {
    String answer =
        ledger.raw(
            "POST "
                + PATH
                + "/"
                + RunningLedger.WEBHOOK
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");

    assertThat(answer)
        .startsWith("HTTP/1.1 408 ")
        .contains("application/problem+json", "request_timeout");
  }

  @Test
  void aBodyThatTakesTooLongAsAWholeIsRefused() throws IOException, InterruptedException {
    HttpResponse<String> answer = ledger.send("POST", "/faults/impatient", chunked(20 * 1024));

    assertThat(answer.statusCode()).isEqualTo(408);
    assertThat(answer.body()).contains("\"code\":\"request_timeout\"");
  }

  private HttpResponse<String> post(BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    return ledger.send("POST", PATH + "/" + RunningLedger.WEBHOOK, body, headers);
  }

  /** Of unknown length, so that it is sent in chunks. */
  private static BodyPublisher chunked(int size) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size]));
  }

  private static void tooLarge(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("\"code\":\"body_too_large\"");
  }

  private static void unsupported(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("\"code\":\"unsupported_media_type\"");
  }
}
