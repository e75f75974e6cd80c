package io.entitlementledger.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The deliveries an account has seen, by key, for its whole life. Immutable: an addition copies one
 * of many small buckets, so that an account with a hundred thousand deliveries stays cheap.
 */
final class Digests {
  static final Digests EMPTY = new Digests(new Bucket[0]);

  private static final int BUCKETS = 1024; // a power of two

  private final Bucket[] buckets;

  private record Bucket(Map<String, List<Seen>> seen) {}

  private Digests(Bucket[] buckets) {
    this.buckets = buckets;
  }

  /** Deliveries seen under a key, in the order they were recorded. */
  List<Seen> under(String key) {
    if (buckets.length == 0) {
      return List.of();
    }
    Bucket bucket = buckets[index(key)];
    return bucket == null ? List.of() : bucket.seen.getOrDefault(key, List.of());
  }

  /** With one more delivery under a key; one that is there already is not added again. */
  Digests plus(String key, Seen delivery) {
    List<Seen> present = under(key);
    if (present.contains(delivery)) {
      return this;
    }
    List<Seen> more = new ArrayList<>(present);
    more.add(delivery);
    return with(key, List.copyOf(more));
  }

  private Digests with(String key, List<Seen> seen) {
    Bucket[] copy = buckets.length == 0 ? new Bucket[BUCKETS] : buckets.clone();
    int index = index(key);
    Bucket old = copy[index];
    Map<String, List<Seen>> map = old == null ? new HashMap<>() : new HashMap<>(old.seen);
    map.put(key, seen);
    copy[index] = new Bucket(map);
    return new Digests(copy);
  }

  /** All of it in one order, for a snapshot. */
  Map<String, List<Seen>> toMap() {
    Map<String, List<Seen>> all = new TreeMap<>();
    for (Bucket bucket : buckets) {
      if (bucket != null) {
        all.putAll(bucket.seen);
      }
    }
    return all;
  }

  /** The reverse of {@link #toMap()}. */
  static Digests of(Map<String, List<Seen>> all) {
    Digests digests = EMPTY;
    for (Map.Entry<String, List<Seen>> entry : all.entrySet()) {
      digests = digests.with(entry.getKey(), List.copyOf(entry.getValue()));
    }
    return digests;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digests digests && toMap().equals(digests.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  private static int index(String key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  }
}
