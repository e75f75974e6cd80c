package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTest {
  @TempDir Path parent;
  private final AtomicLong nanoTime = new AtomicLong();
  private final Cursors cursors = new Cursors(nanoTime::get);
  private final Channel channel = new EmbeddedChannel();
  private DataDirectory directory;
  private Store store;
  private RocksBackend backend;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(parent.resolve("data"));
    directory.loadNativeLibrary();
    store = new Store(directory.openStore());
    backend = new RocksBackend(store, cursors);
  }

  @AfterEach
  void close() {
    backend.close();
    store.close();
    store.close();
    directory.close();
  }

  private Document run(Document command) {
    return backend.handleCommand(channel, "ledger", command.keySet().iterator().next(), command);
  }

  private static Document insert(Document... documents) {
    return new Document("insert", "c").append("documents", List.of(documents));
  }

  @Test
  void aCursorNobodyAsksForIsClosedByAnyCommand() {
    run(insert(new Document("_id", 1), new Document("_id", 2)));
    run(new Document("find", "c").append("batchSize", 1));
    nanoTime.addAndGet(Duration.ofMinutes(9).toNanos());
    run(new Document("ping", 1));
    assertThat(cursors.size()).isEqualTo(1);
    nanoTime.addAndGet(Duration.ofMinutes(2).toNanos());
    run(new Document("ping", 1));
    assertThat(cursors.size()).isZero();
  }
}
