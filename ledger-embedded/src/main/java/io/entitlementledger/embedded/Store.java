package io.entitlementledger.embedded;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * One ordered space of keys on disk. Every collection and every index is a table: the keys that
 * start with its number.
 */
final class Store implements AutoCloseable {
  private static final ScopedValue<Batch> BATCH = ScopedValue.newInstance();
  private static final long MIB = 1 << 20;

  /** How much is kept in memory, and in the log of writes, before it goes to a file in order. */
  static final long WRITE_BUFFER = 64 * MIB;

  private final LRUCache cache = new LRUCache(64 * MIB);
  private final BloomFilter bloom = new BloomFilter(10);
  private final Options options = new Options();
  private final WriteOptions unsynced = new WriteOptions();
  private final ReadOptions latest = new ReadOptions();
  private final RocksDB db;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Puts writes on disk, and says whether any more may come. */
  final WalSync sync;

  /** How many stored documents queries have looked at: what shows whether an index was used. */
  final LongAdder examined = new LongAdder();

  /** Tells of queries that look at more than they should. */
  final Unindexed unindexed = new Unindexed();

  Store(Path directory) {
    this(directory, UnaryOperator.identity());
  }

  /**
   * @param around what is put between this store and its log, to see what is on disk when
   */
  Store(Path directory, UnaryOperator<WalSync.Log> around) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom);
    options
        .setCreateIfMissing(true)
        .setTableFormatConfig(table)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(WRITE_BUFFER)
        // Most look-ups of a write ask for a unique key that is not there yet.
        .setMemtablePrefixBloomSizeRatio(0.1)
        .setMemtableWholeKeyFiltering(true)
        .setMaxTotalWalSize(256 * MIB)
        // A write cut short at the end of a file of the log was not acknowledged, whichever file it
        // is: a sync is of all of them. Damage before other writes of a file must not make the
        // store open without them.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setStatsDumpPeriodSec(0)
        .setKeepLogFileNum(2);
    try {
      db = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      closeOptions();
      throw notOpened(directory, e);
    }
    sync = new WalSync(around.apply(new StoreLog(db, directory)));
  }

  static EmbeddedStoreException notOpened(Path directory, Throwable cause) {
    Status status = StorageFailure.status(cause);
    boolean damaged = status != null && status.getCode() == Status.Code.Corruption;
    String format =
        damaged
            ? "The store in %s is damaged, and opening it could lose what was acknowledged: %s."
            : "The store in %s cannot be opened: %s.";
    return new EmbeddedStoreException(format.formatted(directory, cause.getMessage()), cause);
  }

  /**
   * Runs the work and then writes all it wrote at once, or nothing if it throws. It is durable only
   * after {@link #awaitDurable()}, which needs no lock.
   */
  <T> T write(Supplier<T> work) {
    return write(false, work);
  }

  /** The same of work that only inserts. */
  <T> T insert(Supplier<T> work) {
    return write(true, work);
  }

  private <T> T write(boolean inserting, Supplier<T> work) {
    sync.requireHealthy();
    try (Batch batch = new Batch(this, inserting)) {
      T result = ScopedValue.where(BATCH, batch).call(work::get);
      batch.commit();
      return result;
    }
  }

  /** What the command at hand writes into. */
  static Batch batch() {
    return BATCH.orElseThrow(() -> new IllegalStateException("nothing is being written"));
  }

  static @Nullable Batch batchOrNull() {
    return BATCH.isBound() ? BATCH.get() : null;
  }

  /**
   * Waits until all that this thread can have seen is on disk. Every answer waits for it, a read's
   * and a refusal's too: what a client has been told must not be undone by a crash.
   */
  void awaitDurable() {
    sync.await();
  }

  byte @Nullable [] get(Key key) {
    Batch batch = batchOrNull();
    return batch == null ? stored(key) : batch.get(key);
  }

  /** What is committed under a key. */
  byte @Nullable [] stored(Key key) {
    return get(latest, key);
  }

  /** Which of these keys something is committed under. */
  BitSet present(List<Key> keys) {
    try {
      return Presence.of(db, latest, keys);
    } catch (RocksDBException e) {
      throw notRead(e);
    }
  }

  byte @Nullable [] get(ReadOptions at, Key key) {
    try {
      return db.get(at, key.bytes());
    } catch (RocksDBException e) {
      throw notRead(e);
    }
  }

  /** The keys in order, with what the command at hand has written so far. */
  RocksIterator iterator(ReadOptions at) {
    Batch batch = batchOrNull();
    RocksIterator stored = db.newIterator(at);
    return batch == null ? stored : batch.over(stored);
  }

  /**
   * Whether an iterator stands on an entry. One that could not read stands on none either: that is
   * told here, and must never be taken for the end.
   */
  static boolean isOnEntry(RocksIterator entries) {
    if (entries.isValid()) {
      return true;
    }
    try {
      entries.status();
      return false;
    } catch (RocksDBException e) {
      throw notRead(e);
    }
  }

  /** Goes through the entries whose keys begin with a prefix, in their order. */
  void each(ReadOptions at, Key prefix, Consumer<RocksIterator> visitor) {
    Key end = prefix.next();
    try (RocksIterator entries = iterator(at)) {
      entries.seek(prefix.bytes());
      for (; isOnEntry(entries) && new Key(entries.key()).compareTo(end) < 0; entries.next()) {
        visitor.accept(entries);
      }
    }
  }

  private static StorageFailure notRead(RocksDBException e) {
    return new StorageFailure("The store could not be read", e);
  }

  Snapshot snapshot() {
    return db.getSnapshot();
  }

  void release(Snapshot snapshot) {
    db.releaseSnapshot(snapshot);
    snapshot.close();
  }

  /** Writes a batch of whatever kind. */
  interface Write {
    void into(RocksDB db, WriteOptions options) throws RocksDBException;
  }

  void write(Write batch) {
    try {
      batch.into(db, unsynced);
    } catch (RocksDBException e) {
      sync.fail(e);
      throw new StorageFailure("The store could not be written", e);
    }
  }

  byte @Nullable [] get(WriteBatchWithIndex first, Key key) {
    try {
      return first.getFromBatchAndDB(db, latest, key.bytes());
    } catch (RocksDBException e) {
      throw notRead(e);
    }
  }

  /** Removes a table nothing leads to any more; if this is lost in a crash, opening repeats it. */
  void discard(int table) {
    Key prefix = prefix(table);
    try {
      db.deleteRange(prefix.bytes(), prefix.next().bytes());
    } catch (RocksDBException e) {
      sync.fail(e);
      throw new StorageFailure("The store could not be written", e);
    }
  }

  /**
   * Makes a directory of the store's files as they are now, with every write that can be read now.
   * Files that change no more are linked where the file system allows it, all others copied.
   */
  void checkpoint(Path directory) throws RocksDBException {
    try (Checkpoint checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(directory.toString());
    }
  }

  static Key prefix(int table) {
    return new KeyWriter().integer(table).toKey();
  }

  private void closeOptions() {
    latest.close();
    unsynced.close();
    options.close();
    bloom.close();
    cache.close();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return; // the native store is gone, and must not be touched
    }
    try (db) {
      db.syncWal();
    } catch (RocksDBException e) {
      throw new EmbeddedStoreException(
          "The store did not close cleanly: " + e.getMessage() + ".", e);
    } finally {
      closeOptions();
    }
  }
}
