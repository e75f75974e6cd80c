package io.entitlementledger.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The log of writes of a native store: its files are those that end in {@code .log}. */
final class StoreLog implements WalSync.Log {
  private final RocksDB db;
  private final Path directory;

  StoreLog(RocksDB db, Path directory) {
    this.db = db;
    this.directory = directory;
  }

  @Override
  public long latest() {
    return db.getLatestSequenceNumber();
  }

  @Override
  public void sync() throws RocksDBException, WalSync.PreviousFailure {
    try {
      db.syncWal();
    } catch (RocksDBException e) {
      // The store tells this by its words alone. It says it before it touches the file.
      if (String.valueOf(e.getMessage()).startsWith("Writer has previous error")) {
        throw new WalSync.PreviousFailure(e);
      }
      throw e;
    }
  }

  @Override
  public void force() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        } catch (NoSuchFileException _) {
          // All that was in it is in a file in order, on disk, or the store would have kept it.
        }
      }
    }
  }
}
