package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeaderValuesTest {
  private final RunningLedger ledger = RunningLedger.shared();

  /** An en dash in UTF-8: two of its bytes are control characters to a server. */
  @Test
  void aDeliveryIsTakenWhenTheKeyItsSenderGaveItIsNotAscii() throws IOException {
    String answer =
        ledger.raw(
            "POST /v1/webhooks/ipilot/"
                + RunningLedger.WEBHOOK
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n"
                + "Idempotency-Key: NUW\u00e2\u0080\u00931\r\n\r\n{}");

    assertThat(answer).startsWith("HTTP/1.1 202 ").contains("quarantined");
  }
}
