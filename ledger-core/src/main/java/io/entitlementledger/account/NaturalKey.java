package io.entitlementledger.account;

import io.entitlementledger.event.Delivery;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineKey;

/** The keys a delivery is remembered under within its account. */
final class NaturalKey {
  private NaturalKey() {}

  /** A change of a line by an order, in one direction. */
  static String order(LineKey line, Direction direction, String pon) {
    // The order's number is free text: its length keeps two different keys from reading alike.
    return "order/" + direction.name() + "/" + pon.length() + "/" + pon + "/" + line;
  }

  /** What the sender gave as the delivery's own key. */
  static String idempotency(String key) {
    return "idempotency/" + key;
  }

  /** The content of a counted change that has no key of its own. */
  static String content(Delivery delivery) {
    return "content/" + delivery.content();
  }
}
