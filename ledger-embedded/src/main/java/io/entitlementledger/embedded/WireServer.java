package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the loopback interface, and serves each connection in a thread of its own. They are
 * platform threads: the native store would pin any other while it waits for the disk.
 */
final class WireServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);
  private static final int BACKLOG = 200;
  static final int MOST_CONNECTIONS = 1000;

  private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(100);

  private final MongoBackend backend;
  private final ServerSocket listener;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("embedded-mongo-", 0).factory());
  private final Duration patience;
  private volatile boolean stopping;

  /**
   * @param patience how long clients may take to read the last answers before they are cut off
   */
  WireServer(MongoBackend backend, Duration patience) {
    this.backend = backend;
    this.patience = patience;
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("The server cannot listen", e);
    }
    threads.execute(this::accept);
  }

  /** Where a MongoDB driver finds this server. */
  String connectionString() {
    String host = listener.getInetAddress().getHostAddress();
    return "mongodb://" + host + ":" + listener.getLocalPort();
  }

  private void accept() {
    while (!stopping) {
      try {
        serve(listener.accept());
      } catch (IOException | OutOfMemoryError e) { // or no thread for it, which passes
        if (!stopping) {
          LOG.warn("A connection could not be accepted: {}", e.getMessage());
          LockSupport.parkNanos(BEFORE_NEXT_TRY.toNanos());
        }
      }
    }
  }

  /** Not while {@link #close} goes through the clients there are. */
  private synchronized void serve(Socket client) throws IOException {
    if (stopping || clients.size() >= MOST_CONNECTIONS) {
      client.close();
      return;
    }
    clients.add(client);
    boolean served = false;
    try {
      threads.execute(() -> run(client));
      served = true;
    } finally {
      if (!served) {
        forget(client);
      }
    }
  }

  private void run(Socket client) {
    try {
      new Connection(client, backend, () -> stopping).run();
    } finally {
      forget(client);
    }
  }

  private void forget(Socket client) {
    clients.remove(client);
    close(client);
  }

  /** Lets the commands that run finish and be answered, and closes every connection. */
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
    }
    close(listener);
    // Who waits for a command learns that none will come; who runs one goes on.
    clients.forEach(client -> close(client::shutdownInput));
    threads.shutdown();
    try {
      threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(WireServer::close);
    // After this the store is closed, and must not be touched by a command however slow.
    threads.close();
    backend.close();
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.debug("It was closed already", e);
    }
  }
}
