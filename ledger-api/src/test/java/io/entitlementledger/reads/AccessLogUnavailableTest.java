package io.entitlementledger.reads;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Role;
import io.entitlementledger.security.Routes;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Somebody has written into the collection of the access log, so nothing more goes there. */
class AccessLogUnavailableTest {
  private static final String ORDER =
      """
      {"Account_id": 811, "event_object": "customer", "event_action": "sms",
       "event_type": "enable", "number_count": 7}
      """;

  @Test
  void nothingIsReadThatCannotBeRecordedAndWebhooksGoOn() throws IOException, InterruptedException {
    RunningLedger ledger = RunningLedger.start();
    assertThat(deliver(ledger)).isEqualTo(200);
    String entitlements = "/v1/accounts/ipilot.customer.811/entitlements";
    assertThat(ledger.get(entitlements, Role.BILLING).body()).contains("\"quantity\":7");
    assertThat(ready(ledger)).isEqualTo(200);
    var records = ledger.database().getCollection("access");
    long next = records.countDocuments();
    records.insertOne(new Document("_id", next));

    refused(ledger.get(entitlements, Role.ADMIN));
    for (Routes.Route route : Routes.ALL) {
      if (route.roles().contains(Role.ADMIN)
          && !route.pattern().contains("actuator")
          && !route.pattern().contains("openapi")) {
        String path = route.pattern().replace("{account}", "ipilot.customer.811");
        refused(
            ledger.send(
                route.method().name(),
                path.replaceAll("\\{[a-z]+}", "none"),
                "",
                "Authorization",
                "Bearer " + RunningLedger.ADMIN));
      }
    }
    refused(ledger.get(entitlements, Role.BILLING)); // although that is recorded
    assertThat(records.countDocuments()).isEqualTo(next + 1);

    assertThat(deliver(ledger)).isLessThan(300);
    assertThat(ready(ledger)).isEqualTo(503);
    assertThat(ledger.send("GET", "/actuator/health/liveness", "").statusCode()).isEqualTo(200);
    assertThat(ledger.get("/v1/openapi.json", Role.ADMIN).statusCode()).isEqualTo(200);
  }

  private static int deliver(RunningLedger ledger) throws IOException, InterruptedException {
    return ledger
        .send(
            "POST",
            "/v1/webhooks/ipilot",
            ORDER,
            "Authorization",
            "Bearer " + RunningLedger.WEBHOOK)
        .statusCode();
  }

  private static int ready(RunningLedger ledger) throws IOException, InterruptedException {
    return ledger.send("GET", "/actuator/health/readiness", "").statusCode();
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body())
        .contains("\"code\":\"access_log_unavailable\"")
        .doesNotContain("quantity");
  }
}
