package io.entitlementledger.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBatchWithIndex;

/** All that one command writes: read back by that command, seen by others all at once. */
final class Batch implements AutoCloseable {
  /** What stands for a document that is written here, when only its being there matters. */
  private static final byte[] WRITTEN = {};

  private final Store store;
  private final @Nullable WriteBatchWithIndex writes;
  private final Puts puts = new Puts();
  private final Map<Key, byte @Nullable []> known = new HashMap<>();
  private final Map<RocksCollection, Long> counts = new LinkedHashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final List<Runnable> ifDropped = new ArrayList<>();

  /** Set while an update may change one document only, so that no second one is looked for. */
  boolean firstMatchOnly;

  /**
   * @param inserting whether it only adds, and reads nothing but what was looked up beforehand
   */
  Batch(Store store, boolean inserting) {
    this.store = store;
    this.writes = inserting ? null : new WriteBatchWithIndex(true);
  }

  private WriteBatchWithIndex writes() {
    if (writes == null) {
      throw new IllegalStateException("this command only inserts");
    }
    return writes;
  }

  /** Finds out at once what all these keys hold. */
  void lookUp(List<Key> keys) {
    BitSet present = store.present(keys);
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      known.put(key, present.get(i) ? store.stored(key) : null);
    }
  }

  byte @Nullable [] get(Key key) {
    return known.containsKey(key) ? known.get(key) : store.get(writes(), key);
  }

  void put(Key key, byte[] value) {
    if (writes == null) {
      puts.put(key, value);
      known.replace(key, value);
      return;
    }
    try {
      writes.put(key.bytes(), value);
    } catch (RocksDBException e) {
      throw new StorageFailure("A write could not be prepared", e);
    }
  }

  void put(Key key, RawDocument document) {
    if (writes == null) {
      puts.put(key, document);
      known.replace(key, WRITTEN);
    } else {
      put(key, document.toBytes());
    }
  }

  void delete(Key key) {
    try {
      writes().delete(key.bytes());
    } catch (RocksDBException e) {
      throw new StorageFailure("A write could not be prepared", e);
    }
  }

  RocksIterator over(RocksIterator stored) {
    return writes().newIteratorWithBase(stored);
  }

  void discard(int table) {
    afterCommit.add(() -> store.discard(table));
  }

  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Undoes in memory what is not written after all. */
  void ifDropped(Runnable action) {
    ifDropped.add(action);
  }

  /** Counts documents that came (or, negative, went). */
  void count(RocksCollection collection, long change) {
    counts.merge(collection, change, Long::sum);
  }

  long counted(RocksCollection collection) {
    return counts.getOrDefault(collection, 0L);
  }

  void commit() {
    counts.forEach(
        (collection, change) -> {
          long now = collection.committedCount() + change;
          put(
              Catalog.countKey(collection.table()),
              ByteBuffer.allocate(Long.BYTES).putLong(now).array());
        });
    if (writes == null) {
      try (WriteBatch batch = puts.toBatch()) {
        store.write((db, options) -> db.write(options, batch));
      }
    } else if (writes.count() > 0) {
      store.write((db, options) -> db.write(options, writes));
    }
    ifDropped.clear();
    counts.forEach(RocksCollection::counted);
    afterCommit.forEach(Runnable::run);
  }

  @Override
  public void close() {
    if (writes != null) {
      writes.close();
    }
    ifDropped.forEach(Runnable::run);
  }
}
