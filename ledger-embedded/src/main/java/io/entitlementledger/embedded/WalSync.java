package io.entitlementledger.embedded;

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

    void sync() throws RocksDBException;
  }

  private final Log log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private long synced;
  private boolean syncing;
  private @Nullable RocksDBException refused;
  private @Nullable RocksDBException failure;

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
    @Nullable RocksDBException failed = null;
    long reached = log.latest();
    try {
      log.sync();
    } catch (RocksDBException e) {
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
      RocksDBException reason = refused == null ? failure : refused;
      if (reason != null) {
        throw noMoreWrites(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  private static StorageFailure noMoreWrites(RocksDBException reason) {
    return new StorageFailure("The store takes no more writes until it is opened again", reason);
  }
}
