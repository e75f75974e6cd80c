package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How connections come and go, whatever the commands do. */
@Timeout(60)
class WireServerTest {
  private static final byte[] PING =
      RawClient.command(new org.bson.Document("ping", 1).append("$db", "ledger"));

  private final AtomicBoolean closed = new AtomicBoolean();

  private interface Command {
    Document run() throws Exception;
  }

  /** A backend all of whose commands do this. */
  private MongoBackend backend(Command command) {
    return (MongoBackend)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MongoBackend.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "handleCommand" -> command.run();
                  case "close" -> {
                    closed.set(true);
                    yield null;
                  }
                  default -> null;
                });
  }

  private WireServer server(Command command) {
    return new WireServer(backend(command), Duration.ofMillis(200));
  }

  @Test
  void aStopWaitsForTheCommandThatRunsAndNotForClientsThatAskNothing() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    WireServer server =
        new WireServer(
            backend(
                () -> {
                  running.countDown();
                  mayEnd.await();
                  assertThat(closed).isFalse();
                  return new Document("ok", 1.0);
                }),
            Duration.ofSeconds(50));
    try (RawClient idle = new RawClient(server.connectionString());
        RawClient halfway = new RawClient(server.connectionString());
        RawClient busy = new RawClient(server.connectionString())) {
      halfway.send(new byte[] {PING[0], PING[1]});
      busy.send(PING);
      running.await();
      busy.send(PING);
      CompletableFuture<Void> stop =
          CompletableFuture.runAsync(server::close, Thread::startVirtualThread);
      assertThat(idle.untilClosed()).isZero();
      assertThat(halfway.untilClosed()).isZero();
      assertThatThrownBy(() -> new RawClient(server.connectionString()).close())
          .isInstanceOf(IOException.class);
      assertThat(stop).isNotDone();
      mayEnd.countDown();
      assertThat(busy.answer()).isEqualTo(new org.bson.Document("ok", 1.0));
      assertThat(busy.untilClosed()).as("nothing more is begun").isZero();
      stop.join();
      assertThat(closed).isTrue();
    }
  }

  @Test
  void aStopDoesNotWaitForAClientThatNeverReads() throws Exception {
    byte[] large = new byte[1 << 20];
    WireServer server = server(() -> new Document("large", new BinData(large)));
    try (RawClient client = new RawClient(server.connectionString())) {
      for (int i = 0; i < 40; i++) {
        client.send(PING);
      }
      server.close();
      assertThat(closed).isTrue();
    }
  }

  @Test
  void aFailureWithinACommandIsAnAnswer() throws Exception {
    WireServer server =
        server(
            () -> {
              throw new IllegalStateException("planted");
            });
    try (server;
        RawClient client = new RawClient(server.connectionString())) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(PING).answer())
            .containsEntry("ok", 0.0)
            .containsEntry("codeName", "InternalError");
      }
    }
  }

  @Test
  void thereAreManyConnectionsAndOneTooManyIsClosedAtOnce() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (WireServer server = server(() -> new Document("ok", 1.0))) {
      for (int i = 0; i < WireServer.MOST_CONNECTIONS; i++) {
        clients.add(new RawClient(server.connectionString()));
        clients.getLast().send(PING).answer();
      }
      try (RawClient tooMany = new RawClient(server.connectionString())) {
        assertThat(tooMany.untilClosed()).isZero();
      }
      clients.getFirst().end().untilClosed();
      for (RawClient client : clients.subList(1, clients.size())) {
        client.send(PING).answer();
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
