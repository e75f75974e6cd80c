package io.entitlementledger.account;

import io.entitlementledger.value.BucketMap;
import java.util.ArrayList;
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
    seen = BucketMap.copyOf(seen);
  }

  /** Deliveries seen under a key, in the order they were recorded. */
  List<Seen> under(String key) {
    return seen.getOrDefault(key, List.of());
  }

  /** With what became of a delivery under a key, in its place there or else as one more. */
  Digests plus(String key, Seen delivery) {
    List<Seen> present = under(key);
    if (present.contains(delivery)) {
      return this;
    }
    List<Seen> more = new ArrayList<>(present);
    int earlier = indexOf(more, delivery.delivery());
    if (earlier < 0) {
      more.add(delivery);
    } else {
      more.set(earlier, delivery);
    }
    return new Digests(BucketMap.copyOf(seen).with(key, List.copyOf(more)));
  }

  private static int indexOf(List<Seen> all, String delivery) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).delivery().equals(delivery)) {
        return i;
      }
    }
    return -1;
  }
}
