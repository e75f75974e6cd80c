package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.cli.RunningLedger;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverloadTest {
  private static final int RATE = 20;

  /** Its keys have few requests answered; started when a test first needs it. */
  private static final class Limited {
    static final RunningLedger LEDGER = RunningLedger.another(RATE, 10);
  }

  private final RunningLedger ledger = RunningLedger.shared();

  @BeforeEach
  void nobodyIsInside() {
    FaultyRoutes.INSIDE.set(0);
  }

  @Test
  void aKeyThatAsksTooOftenIsToldWhenToComeAgainAndOthersAreAnswered()
      throws IOException, InterruptedException {
    HttpResponse<String> refused = untilRefused("/v1/accounts", RunningLedger.key(Role.AUDITOR));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("\"code\":\"rate_limited\"");
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(Limited.LEDGER.get("/v1/accounts", Role.OPERATOR).statusCode()).isEqualTo(200);
    await().until(() -> Limited.LEDGER.get("/v1/accounts", Role.AUDITOR).statusCode() == 200);
  }

  @Test
  void whoGuessesIsSentAwayAndUsesUpNothingOfAKeyFromTheSameAddress()
      throws IOException, InterruptedException {
    HttpResponse<String> refused = untilRefused("/v1/accounts", "a-secret-nobody-has");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Limited.LEDGER.get("/v1/accounts", Role.ADMIN).statusCode()).isEqualTo(200);
    assertThat(Limited.LEDGER.send("GET", "/actuator/health/liveness", "").statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> untilRefused(String path, String secret)
      throws IOException, InterruptedException {
    RunningLedger limited = Limited.LEDGER; // started by no virtual thread, which the others await
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 20 * RATE; i++) {
        answers.add(
            senders.submit(
                () -> limited.send("GET", path, "", "Authorization", "Bearer " + secret)));
      }
      for (Future<HttpResponse<String>> answer : answers) {
        if (answer.get().statusCode() == 429) {
          return answer.get();
        }
      }
      throw new AssertionError("Nothing was refused");
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whoFindsNoPlaceIsSentAwaySoonAndWhoIsInsideIsAnswered()
      throws IOException, InterruptedException, ExecutionException {
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> inside = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        inside.add(senders.submit(() -> ledger.send("GET", "/faults/crowded", "")));
      }
      await().until(() -> FaultyRoutes.INSIDE.get() == 2);

      HttpResponse<String> third = ledger.send("GET", "/faults/crowded", "");

      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValue("Retry-After")).contains("1");
      assertThat(third.body()).contains("\"code\":\"overloaded\"");
      FaultyRoutes.LEAVE.release(3);
      for (Future<HttpResponse<String>> one : inside) {
        assertThat(one.get().body()).isEqualTo("done");
      }
      assertThat(ledger.send("GET", "/faults/crowded", "").body()).isEqualTo("done");
    }
  }

  @Test
  void aCallerHasAQuarterOfThePlacesAndTheOthersAreLeftToOthers()
      throws IOException, InterruptedException, ExecutionException {
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> inside = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        inside.add(senders.submit(() -> ledger.get("/faults/shared", Role.AUDITOR)));
      }
      await().until(() -> FaultyRoutes.INSIDE.get() == 2);

      assertThat(ledger.get("/faults/shared", Role.AUDITOR).statusCode()).isEqualTo(503);
      inside.add(senders.submit(() -> ledger.get("/faults/shared", Role.BILLING)));
      await().until(() -> FaultyRoutes.INSIDE.get() == 3);
      FaultyRoutes.LEAVE.release(3);
      for (Future<HttpResponse<String>> one : inside) {
        assertThat(one.get().body()).isEqualTo("done");
      }
    }
  }

  @Test
  void threeTimesAsManySendersAsThereArePlacesAreAllAnsweredAndMostOfThemWell()
      throws InterruptedException, ExecutionException {
    // With the time-out of the program: on a busy machine a client may take its time to begin.
    RunningLedger roomy = RunningLedger.another(100_000, 10);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 3 * 64; i++) {
        answers.add(
            senders.submit(
                () -> roomy.send("POST", "/v1/webhooks/ipilot/" + RunningLedger.WEBHOOK, "{}")));
      }
      int good = 0;
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isIn(202, 503);
        good += answer.get().statusCode() == 202 ? 1 : 0;
      }
      assertThat(good).isGreaterThanOrEqualTo(64);
    }
  }

  @Test
  void headersThatTrickleInEndTheConnection() throws IOException {
    // The server of the tests waits for two seconds; every byte comes within one.
    assertThat(ledger.trickle("GET / HTTP/1.1\r\nX-Slow: ", 'a', 60)).isLessThan(60);
  }
}
