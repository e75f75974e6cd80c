package io.entitlementledger.account;

import java.time.Duration;
import java.time.Instant;

/**
 * A delivery as an account remembers it.
 *
 * @param content SHA-256 in hex over its recognised fields
 */
record Seen(String delivery, Instant receivedAt, String content, Fate fate) {
  /** What became of it. */
  enum Fate {
    APPLIED,
    HELD,
    DUPLICATE,
    DISCARDED
  }

  /** Whether it was received within a window of an instant, in either direction. */
  boolean within(Duration window, Instant instant) {
    return Duration.between(receivedAt, instant).abs().compareTo(window) <= 0;
  }
}
