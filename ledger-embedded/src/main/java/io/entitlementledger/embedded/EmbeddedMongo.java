package io.entitlementledger.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A MongoDB-compatible server in this process, keeping its data in a directory. It listens on the
 * loopback interface only, on a port of its own choosing.
 *
 * <p>A write that was acknowledged is on disk, whatever write concern was asked for.
 */
public final class EmbeddedMongo implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What is open stays so although nobody holds it; its directory's lock would go with it. */
  private static final Set<EmbeddedMongo> OPEN = ConcurrentHashMap.newKeySet();

  private final DataDirectory directory;
  private final Store store;
  private final WireServer server;
  private boolean closed;

  private EmbeddedMongo(DataDirectory directory, Store store, WireServer server) {
    this.directory = directory;
    this.store = store;
    this.server = server;
  }

  /**
   * Opens the directory, which is made if there is none, and starts to listen.
   *
   * @throws EmbeddedStoreException if the directory is in use, cannot be written to, or holds data
   *     this program does not understand
   */
  public static EmbeddedMongo start(Path directory) {
    DataDirectory data = DataDirectory.open(directory);
    Store store = null;
    boolean started = false;
    try {
      data.loadNativeLibrary();
      store = new Store(data.openStore());
      WireServer server = new WireServer(openBackend(store, data.store()), PATIENCE);
      started = true;
      EmbeddedMongo opened = new EmbeddedMongo(data, store, server);
      OPEN.add(opened);
      return opened;
    } finally {
      if (!started) {
        if (store != null) {
          store.close();
        }
        data.close();
      }
    }
  }

  private static RocksBackend openBackend(Store store, Path directory) {
    try {
      return new RocksBackend(store, new Cursors());
    } catch (StorageFailure e) {
      throw Store.notOpened(directory, Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  /** Where a MongoDB driver finds this server. */
  public String connectionString() {
    return server.connectionString();
  }

  /**
   * Makes a copy of the directory that opens as this one does, while commands run. Everything that
   * was acknowledged before is in it. It appears under its name when it is whole and on disk; what
   * is left of one that was interrupted is called {@code NAME.partial-…}, and does not open.
   *
   * @param target a directory that is not there, or empty
   * @return how many bytes are in it
   * @throws EmbeddedStoreException if it cannot be made; nothing is left of it then
   */
  public synchronized long backup(Path target) {
    if (closed) {
      throw new EmbeddedStoreException("The store is closed.");
    }
    Backup.requireRoom(directory.store());
    return Backup.make(
        target,
        draft -> {
          store.checkpoint(draft.resolve(DataDirectory.STORE));
          DataDirectory.writeFormat(draft);
        });
  }

  /** How many stored documents queries have looked at so far. */
  long documentsExamined() {
    return store.examined.sum();
  }

  /**
   * Lets the commands that run finish, then closes every connection and the store. Whoever calls
   * this while another does waits: a process must not end while its store is being closed.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      OPEN.remove(this);
      try (directory;
          store;
          server) {
        // Closed from the last to the first: no command may touch a closed store.
      }
    }
  }
}
