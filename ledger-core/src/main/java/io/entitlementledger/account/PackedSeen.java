package io.entitlementledger.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries by key, immutable, small in memory and cheap to add to: each is some 200 bytes in one
 * of many buckets, where as objects it would be more than twice that and be looked at by every
 * garbage collection for as long as its account is in use. An addition copies its bucket and the
 * two short arrays that lead to it. Iteration has no order; what is under one key has its own.
 */
final class PackedSeen extends AbstractMap<String, List<Seen>> {
  private static final int ROWS = 32; // a power of two; so many rows of so many buckets
  private static final int BITS = Integer.numberOfTrailingZeros(ROWS);
  private static final byte[] NOTHING = {};
  private static final PackedSeen EMPTY = new PackedSeen(rowsOfNothing(), 0);
  private static final List<Seen.Fate> FATES = List.of(Seen.Fate.values());

  /** Of each delivery: the key's hash, the length of the rest, and the rest. */
  private final byte[][][] buckets;

  private final int keys;

  private PackedSeen(byte[][][] buckets, int keys) {
    this.buckets = buckets;
    this.keys = keys;
  }

  private static byte[][][] rowsOfNothing() {
    byte[][] row = new byte[ROWS][];
    Arrays.fill(row, NOTHING);
    byte[][][] rows = new byte[ROWS][][];
    Arrays.fill(rows, row); // one for all, as a row is never changed
    return rows;
  }

  /** These deliveries; the map itself where it is packed already. */
  static PackedSeen copyOf(Map<String, List<Seen>> all) {
    if (all instanceof PackedSeen already) {
      return already;
    }
    PackedSeen packed = EMPTY;
    for (Entry<String, List<Seen>> entry : all.entrySet()) {
      for (Seen delivery : entry.getValue()) {
        packed = packed.with(entry.getKey(), delivery);
      }
    }
    return packed;
  }

  /** With what became of a delivery under a key, in its place there or else as one more. */
  PackedSeen with(String key, Seen delivery) {
    int index = index(key.hashCode());
    byte[] bucket = bucket(index);
    byte[] packed = pack(key, delivery);
    boolean keyIsNew = true;
    for (Reader at = new Reader(bucket); at.hasNext(); at.skip()) {
      if (at.isUnder(key)) {
        keyIsNew = false;
        Seen present = at.delivery();
        if (present.equals(delivery)) {
          return this;
        }
        if (present.delivery().equals(delivery.delivery())) {
          return with(index, replaced(bucket, at.start, at.end, packed), keys);
        }
      }
    }
    return with(
        index, replaced(bucket, bucket.length, bucket.length, packed), keyIsNew ? keys + 1 : keys);
  }

  private PackedSeen with(int index, byte[] bucket, int count) {
    byte[][][] rows = buckets.clone();
    byte[][] row = rows[index >>> BITS].clone();
    row[index & (ROWS - 1)] = bucket;
    rows[index >>> BITS] = row;
    return new PackedSeen(rows, count);
  }

  private static byte[] replaced(byte[] bucket, int start, int end, byte[] by) {
    return ByteBuffer.allocate(start + by.length + bucket.length - end)
        .put(bucket, 0, start)
        .put(by)
        .put(bucket, end, bucket.length - end)
        .array();
  }

  private byte[] bucket(int index) {
    return buckets[index >>> BITS][index & (ROWS - 1)];
  }

  private static int index(int hash) {
    return (hash ^ (hash >>> 16)) & (ROWS * ROWS - 1);
  }

  @Override
  public @Nullable List<Seen> get(@Nullable Object key) {
    List<Seen> found = new ArrayList<>();
    if (key instanceof String text) {
      for (Reader at = new Reader(bucket(index(text.hashCode()))); at.hasNext(); at.skip()) {
        if (at.isUnder(text)) {
          found.add(at.delivery());
        }
      }
    }
    return found.isEmpty() ? null : List.copyOf(found);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return keys;
  }

  @Override
  public Set<Entry<String, List<Seen>>> entrySet() {
    Map<String, List<Seen>> all = HashMap.newHashMap(keys);
    for (byte[][] row : buckets) {
      for (byte[] bucket : row) {
        for (Reader at = new Reader(bucket); at.hasNext(); at.skip()) {
          all.computeIfAbsent(at.key(), _ -> new ArrayList<>()).add(at.delivery());
        }
      }
    }
    return all.entrySet();
  }

  private static byte[] pack(String key, Seen delivery) {
    Instant receivedAt = delivery.receivedAt();
    byte[] under = key.getBytes(UTF_8);
    byte[] id = delivery.delivery().getBytes(UTF_8);
    byte[] content = delivery.content().getBytes(UTF_8);
    int length =
        3 * Integer.BYTES + under.length + id.length + content.length + Long.BYTES + Integer.BYTES;
    return ByteBuffer.allocate(2 * Integer.BYTES + length + 1)
        .putInt(key.hashCode())
        .putInt(length + 1)
        .putInt(under.length)
        .put(under)
        .putInt(id.length)
        .put(id)
        .putInt(content.length)
        .put(content)
        .putLong(receivedAt.getEpochSecond())
        .putInt(receivedAt.getNano())
        .put((byte) FATES.indexOf(delivery.fate()))
        .array();
  }

  /** Goes through a bucket, and unpacks only what is asked for. */
  private static final class Reader {
    private final ByteBuffer bytes;
    private int start;
    private int end;

    Reader(byte[] bucket) {
      bytes = ByteBuffer.wrap(bucket);
      skip();
    }

    boolean hasNext() {
      return start < bytes.capacity();
    }

    void skip() {
      start = end;
      if (hasNext()) {
        end = start + 2 * Integer.BYTES + bytes.getInt(start + Integer.BYTES);
      }
    }

    boolean isUnder(String key) {
      return bytes.getInt(start) == key.hashCode() && key().equals(key);
    }

    String key() {
      bytes.position(start + 2 * Integer.BYTES);
      return text();
    }

    Seen delivery() {
      bytes.position(start + 2 * Integer.BYTES);
      bytes.position(bytes.getInt() + bytes.position()); // over the key
      String id = text();
      String content = text();
      Instant receivedAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
      return new Seen(id, receivedAt, content, FATES.get(bytes.get()));
    }

    private String text() {
      int length = bytes.getInt();
      String text = new String(bytes.array(), bytes.position(), length, UTF_8);
      bytes.position(bytes.position() + length);
      return text;
    }
  }
}
