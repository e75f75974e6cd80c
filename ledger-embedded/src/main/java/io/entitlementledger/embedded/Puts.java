package io.entitlementledger.embedded;

import org.rocksdb.WriteBatch;

/**
 * Keys and values in the form in which RocksDB logs a batch of them, so that any number is handed
 * over to it at once: a sequence number and a count, and for each a 1 and the two, with their
 * lengths before them.
 */
final class Puts {
  private static final int COUNT_AT = Long.BYTES;
  private static final int VALUE = 1;

  private final BsonWriter out = new BsonWriter(1 << 14).int64(0).int32(0);
  private int count;

  void put(Key key, byte[] value) {
    start(key, value.length).raw(value, 0, value.length);
  }

  void put(Key key, RawDocument value) {
    value.writeTo(start(key, value.length()));
  }

  private BsonWriter start(Key key, int valueLength) {
    count++;
    out.one(VALUE);
    length(key.length()).raw(key.bytes(), 0, key.length());
    return length(valueLength);
  }

  /** Seven bits a byte, the lowest first, of which all but the last have the highest bit. */
  private BsonWriter length(int value) {
    int rest = value;
    for (; rest > 0x7F; rest >>>= 7) {
      out.one(rest | 0x80);
    }
    return out.one(rest);
  }

  WriteBatch toBatch() {
    return new WriteBatch(out.int32At(COUNT_AT, count).toBytes());
  }
}
