package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.LoggerFactory;

class BackendTest {
  @TempDir Path parent;
  private final AtomicLong nanoTime = new AtomicLong();
  private final Cursors cursors = new Cursors(nanoTime::get);
  private final Channel channel = new EmbeddedChannel();
  private DataDirectory directory;
  private Store store;
  private RocksBackend backend;
  private volatile boolean broken;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(parent.resolve("data"));
    directory.loadNativeLibrary();
    store = new Store(directory.openStore(), this::breakable);
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

  private WalSync.Log breakable(WalSync.Log log) {
    return new WalSync.Log() {
      @Override
      public long latest() {
        return log.latest();
      }

      @Override
      public void sync() throws RocksDBException, WalSync.PreviousFailure {
        if (broken) {
          throw new RocksDBException("input/output error");
        }
        log.sync();
      }

      @Override
      public void force() throws IOException {
        log.force();
      }
    };
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

  private static RocksDBException fullDisk() {
    return new RocksDBException(
        "No space left on device",
        new Status(Status.Code.IOError, Status.SubCode.NoSpace, "appending"));
  }

  /** What the server's network side logs while the work runs. */
  private static List<ILoggingEvent> loggedBy(Runnable work) {
    Logger logger = (Logger) LoggerFactory.getLogger("io.entitlementledger.embedded");
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    // The store's threads may go on logging while a test reads what they logged.
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(appender);
    try {
      work.run();
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    return appender.list;
  }

  @Test
  void aWriteTheDiskHasNoSpaceForIsRefusedWithoutLoggingItAndReadsGoOn() {
    try (WireServer server = new WireServer(backend, Duration.ofSeconds(5));
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<org.bson.Document> things = client.getDatabase("ledger").getCollection("c");
      things.insertOne(new org.bson.Document("_id", 1));
      store.sync.fail(fullDisk());
      List<ILoggingEvent> logged =
          loggedBy(
              () ->
                  assertThatThrownBy(() -> things.insertOne(new org.bson.Document("_id", 2)))
                      .isInstanceOfSatisfying(
                          MongoCommandException.class,
                          refused -> {
                            assertThat(refused.getErrorCode()).isEqualTo(14031);
                            assertThat(refused.getErrorCodeName()).isEqualTo("OutOfDiskSpace");
                          })
                      .hasMessageContaining("takes no more writes")
                      .hasMessageContaining("No space left on device"));
      assertThat(logged).isEmpty();
      assertThat(things.find().into(new ArrayList<>()))
          .containsExactly(new org.bson.Document("_id", 1));
    }
  }

  @Test
  void otherFailuresOfTheStoreAreInternalErrors() {
    store.sync.fail(new RocksDBException("input/output error"));
    assertThat(run(insert(new Document("_id", 1))))
        .containsEntry("ok", 0.0)
        .containsEntry("code", 1)
        .containsEntry("codeName", "InternalError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listCollections", "listIndexes"})
  void nothingIsToldThatMayNotBeOnDisk(String command) {
    run(insert(new Document("_id", 1)));
    assertThat(run(new Document(command, "c"))).containsEntry("ok", 1.0);
    store.write(
        () -> {
          Store.batch().put(new Key(new byte[] {1}), new byte[] {1});
          return this;
        });
    broken = true;
    assertThat(run(new Document(command, "c")))
        .containsEntry("ok", 0.0)
        .containsEntry("codeName", "InternalError");
  }
}
