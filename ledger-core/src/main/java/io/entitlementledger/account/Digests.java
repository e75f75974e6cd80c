package io.entitlementledger.account;

import java.util.List;
import java.util.Map;

/**
 * The deliveries an account has seen, for its whole life.
 *
 * @param seen by key, see {@link NaturalKey}, in the order they were recorded
 */
record Digests(Map<String, List<Seen>> seen) {
  static final Digests EMPTY = new Digests(Map.of());

  Digests {
    seen = PackedSeen.copyOf(seen);
  }

  /** Deliveries seen under a key, in the order they were recorded. */
  List<Seen> under(String key) {
    return seen.getOrDefault(key, List.of());
  }

  /** With what became of a delivery under a key, in its place there or else as one more. */
  Digests plus(String key, Seen delivery) {
    return new Digests(PackedSeen.copyOf(seen).with(key, delivery));
  }
}
