package io.entitlementledger.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;

/** All that one command writes: read back by that command, seen by others all at once. */
final class Batch implements AutoCloseable {
  private final Store store;
  private final WriteBatchWithIndex writes = new WriteBatchWithIndex(true);
  private final Map<RocksCollection, Long> counts = new LinkedHashMap<>();
  private final List<Integer> discarded = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  /** Set while an update may change one document only, so that no second one is looked for. */
  boolean firstMatchOnly;

  Batch(Store store) {
    this.store = store;
  }

  byte @Nullable [] get(Key key) {
    return store.get(this, key);
  }

  void put(Key key, byte[] value) {
    try {
      writes.put(key.bytes(), value);
    } catch (RocksDBException e) {
      throw new StorageFailure("A write could not be prepared", e);
    }
  }

  void delete(Key key) {
    try {
      writes.delete(key.bytes());
    } catch (RocksDBException e) {
      throw new StorageFailure("A write could not be prepared", e);
    }
  }

  RocksIterator over(RocksIterator stored) {
    return writes.newIteratorWithBase(stored);
  }

  void discard(int table) {
    discarded.add(table);
  }

  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Counts documents that came (or, negative, went). */
  void count(RocksCollection collection, long change) {
    counts.merge(collection, change, Long::sum);
  }

  long counted(RocksCollection collection) {
    return counts.getOrDefault(collection, 0L);
  }

  WriteBatchWithIndex writes() {
    return writes;
  }

  void commit() {
    counts.forEach(
        (collection, change) -> {
          long now = collection.committedCount() + change;
          put(
              Catalog.countKey(collection.table()),
              ByteBuffer.allocate(Long.BYTES).putLong(now).array());
        });
    if (writes.count() > 0) {
      store.write(this);
    }
    counts.forEach(RocksCollection::counted);
    afterCommit.forEach(Runnable::run);
    discarded.forEach(store::discard);
  }

  @Override
  public void close() {
    writes.close();
  }
}
