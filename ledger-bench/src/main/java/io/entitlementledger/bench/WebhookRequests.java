package io.entitlementledger.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of the webhook benchmark. */
final class WebhookRequests {
  private static final int ACCOUNTS = 256;

  private final String host;
  private final AtomicLong orders = new AtomicLong();

  WebhookRequests(URI address) {
    host = address.getAuthority();
  }

  /**
   * An order that is like no other, of any account: in turn they would all come to their snapshots
   * in one second.
   */
  byte[] order() {
    long number = orders.incrementAndGet();
    int account = 1 + ThreadLocalRandom.current().nextInt(ACCOUNTS);
    String body =
        """
        {"Account_id": %d, "event_object": "customer", "event_action": "Placed new order", \
        "order_type": "MSTEAMS DID NEW", "event_type": "increase", "pon_number": "W%d", \
        "call_path_count": 10, "external_customer_account_id": "1565", "system_sku": "1234"}\
        """
            .formatted(account, number);
    return bytes(
        """
        POST /v1/webhooks/ipilot HTTP/1.1
        Host: %s
        X-Webhook-Secret: %s
        Content-Type: application/json
        Content-Length: %d

        """
                .formatted(host, LedgerProgram.WEBHOOK, body.length())
                .replace("\n", "\r\n")
            + body);
  }

  /** Asks whether the process lives, which it answers without a body, a credential or the log. */
  byte[] noOp() {
    return bytes("GET /actuator/health/liveness HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
