package io.entitlementledger.value;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map that is cheap to add to: an addition copies one of many small buckets and the
 * two short arrays that lead to it, so that an account that has seen a hundred thousand deliveries
 * stays quick. Iteration has no order.
 */
public final class BucketMap<V> extends AbstractMap<String, V> {
  private static final int ROWS = 32; // a power of two; so many rows of so many buckets
  private static final int BITS = Integer.numberOfTrailingZeros(ROWS);

  private final Map<String, V>[][] buckets;
  private final int size;

  private BucketMap(Map<String, V>[][] buckets, int size) {
    this.buckets = buckets;
    this.size = size;
  }

  /** A map with these entries; the map itself where it is one already. */
  public static <V> BucketMap<V> copyOf(Map<String, V> entries) {
    if (entries instanceof BucketMap<V> already) {
      return already;
    }
    BucketMap<V> map = empty();
    for (Entry<String, V> entry : entries.entrySet()) {
      map = map.with(entry.getKey(), entry.getValue());
    }
    return map;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no array of a generic type
  private static <V> BucketMap<V> empty() {
    Map[] row = new Map[ROWS];
    Arrays.fill(row, Map.of());
    Map[][] rows = new Map[ROWS][];
    Arrays.fill(rows, row); // one for all, as a row is never changed
    return new BucketMap<>((Map<String, V>[][]) rows, 0);
  }

  /** This map with one more entry, or another value for a key. */
  public BucketMap<V> with(String key, V value) {
    int index = index(key);
    Map<String, V> bucket = new HashMap<>(bucket(index));
    boolean added = bucket.put(key, value) == null;
    Map<String, V>[][] rows = buckets.clone();
    Map<String, V>[] row = rows[index >>> BITS].clone();
    row[index & (ROWS - 1)] = Map.copyOf(bucket); // smaller in memory
    rows[index >>> BITS] = row;
    return new BucketMap<>(rows, added ? size + 1 : size);
  }

  private Map<String, V> bucket(int index) {
    return buckets[index >>> BITS][index & (ROWS - 1)];
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return key instanceof String text ? bucket(index(text)).get(text) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    Set<Entry<String, V>> entries = HashSet.newHashSet(size);
    for (Map<String, V>[] row : buckets) {
      for (Map<String, V> bucket : row) {
        for (Entry<String, V> entry : bucket.entrySet()) {
          entries.add(Map.entry(entry.getKey(), Objects.requireNonNull(entry.getValue())));
        }
      }
    }
    return entries;
  }

  private static int index(String key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (ROWS * ROWS - 1);
  }
}
