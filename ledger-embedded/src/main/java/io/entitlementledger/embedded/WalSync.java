package io.entitlementledger.embedded;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Makes writes durable, many with one sync: whoever comes first syncs for everything written so
 * far, and the others wait for that or for the next.
 */
final class WalSync {
  /** The log of writes that have happened, and what puts it on disk. */
  interface Log {
    /** The number of the last write that can be read. */
    long latest();

    /**
     * Puts all that has happened on disk.
     *
     * @throws PreviousFailure if it was not tried, because an earlier write had failed
     */
    void sync() throws RocksDBException, PreviousFailure;

    /** Puts on disk what has got as far as the files of the log. */
    void force() throws IOException;
  }

  /** A log that a write has failed in does not sync any more what was written to it before. */
  static final class PreviousFailure extends Exception {
    private static final long serialVersionUID = 1L;

    PreviousFailure(RocksDBException cause) {
      super(cause);
    }
  }

  private final Log log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private long synced;
  private boolean syncing;
  private @Nullable RocksDBException refused;
  private @Nullable Exception failure;

  WalSync(Log log) {
    this.log = log;
    this.synced = log.latest();
  }

  /** Returns when everything that can be read now would also be there after a power failure. */
  void await() {
    long target = log.latest();
    lock.lock();
    try {
      while (synced < target) {
        if (failure != null) {
          throw noMoreWrites(failure);
        }
        if (syncing) {
          done.awaitUninterruptibly();
        } else {
          sync();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held; lets it go while the disk works. */
  private void sync() {
    syncing = true;
    lock.unlock();
    @Nullable Exception failed = null;
    long reached = log.latest();
    try {
      syncOrForce();
    } catch (RocksDBException | IOException e) {
      failed = e;
    } finally {
      lock.lock();
      syncing = false;
      done.signalAll();
    }
    if (failed == null) {
      synced = Math.max(synced, reached);
    } else if (failure == null) {
      failure = failed;
    }
  }

  /**
   * A write that failed, on a full disk for instance, spoils the log for the writes before it that
   * nobody has synced yet. Those are whole in its files, and no sync of them has failed, which
   * could not be made good by another. Without this one full disk would end all reading.
   */
  private void syncOrForce() throws RocksDBException, IOException {
    try {
      log.sync();
    } catch (PreviousFailure _) {
      log.force();
    }
  }

  /**
   * After a write failed, nobody knows how much of it is in the log, so nothing more may be added.
   * What was written before can still be put on disk, and read.
   */
  void fail(RocksDBException e) {
    lock.lock();
    try {
      if (refused == null) {
        refused = e;
      }
    } finally {
      lock.unlock();
    }
  }

  void requireHealthy() {
    lock.lock();
    try {
      Exception reason = refused == null ? failure : refused;
      if (reason != null) {
        throw noMoreWrites(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  private static StorageFailure noMoreWrites(Exception reason) {
    return new StorageFailure("The store takes no more writes until it is opened again", reason);
  }
}
