package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The disk or the store below did not do what was asked; the client is told so. */
final class StorageFailure extends MongoServerError {
  private static final long serialVersionUID = 1L;

  StorageFailure(String message, Throwable cause) {
    super(
        isFull(cause) ? 14031 : 1,
        isFull(cause) ? "OutOfDiskSpace" : "InternalError",
        message + ": " + cause.getMessage(),
        cause);
  }

  /** What the store below says about what it did not do, if it is that which failed. */
  static @Nullable Status status(Throwable cause) {
    return cause instanceof RocksDBException failure ? failure.getStatus() : null;
  }

  private static boolean isFull(Throwable cause) {
    Status status = status(cause);
    return status != null && status.getSubCode() == Status.SubCode.NoSpace;
  }
}
