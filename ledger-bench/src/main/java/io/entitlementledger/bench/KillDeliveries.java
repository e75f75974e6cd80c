package io.entitlementledger.bench;

import io.entitlementledger.bench.KillBook.Units;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends deliveries, and looks at what they are answered. */
final class KillDeliveries {
  /** Why a delivery is what it is, unless it is a duplicate. */
  private static final Map<String, String> REASONS =
      Map.of("applied", "", "held", "conflicting_duplicate", "quarantined", "unknown_action");

  private final KillRequests requests;
  private final KillBook book;

  KillDeliveries(KillRequests requests, KillBook book) {
    this.requests = requests;
    this.book = book;
  }

  /** An order of its number. */
  static String order(Units units, String number) {
    return body(
        units, "placed new order", "\"pon_number\": \"%s\", \"call_path_count\"".formatted(number));
  }

  /** What has no number of its sender's. */
  static String plain(Units units, String action) {
    return body(units, action, "\"number_count\"");
  }

  private static String body(Units units, String action, String count) {
    return """
    {"account_id": %d, "event_object": "customer", "event_action": "%s",
     "event_type": "increase", %s: %d}\
    """
        .formatted(KillBook.FIRST_ACCOUNT + units.account(), action, count, units.units());
  }

  /** What was decided on a delivery by the first attempt that arrived. */
  record Decided(String delivery, String status) {}

  /**
   * Delivers it.
   *
   * @param again why it is a duplicate, where an earlier attempt arrived
   * @param first what it may be otherwise; the first of these if an earlier attempt arrived
   */
  Decided send(String body, @Nullable String key, String again, String... first)
      throws InterruptedException {
    JsonNode answer = requests.deliver(body, key);
    String delivery = answer.path("delivery_id").asString("");
    String status = answer.path("status").asString("");
    String reason = answer.path("reason").asString("");
    if (status.equals("duplicate") && reason.equals(again)) {
      book.duplicate();
      book.told(delivery, status);
      delivery = answer.path("original").asString("");
      status = first[0];
    } else if (!List.of(first).contains(status) || !reason.equals(REASONS.get(status))) {
      book.flaw("%s was answered %s".formatted(body, answer));
    }
    book.told(delivery, status);
    return new Decided(delivery, status);
  }
}
