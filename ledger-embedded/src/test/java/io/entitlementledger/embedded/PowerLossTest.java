package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/**
 * A process that is killed leaves all it has written to the system; a machine that loses its power
 * leaves what was synced. The latter is made here by cutting the log where the last sync began.
 */
class PowerLossTest {
  private static final int WRITERS = 8;
  private static final int AT_ONCE = 3;
  private static final int LOSSES = 10;
  private static final int MORE_TOLD = 60;

  @TempDir Path directory;

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean enough = new AtomicBoolean();
  private volatile Map<Path, Long> onDisk = Map.of();

  /**
   * What clients have been told at some moment, and how much of each log is on disk by then at
   * least.
   */
  private record Moment(Set<String> told, Map<Path, Long> onDisk) {}

  @Test
  void whatClientsWereToldSurvivesALossOfPower() throws IOException {
    Path live = directory.resolve("live");
    List<Moment> moments = new ArrayList<>();
    try (DataDirectory data = DataDirectory.open(live)) {
      data.loadNativeLibrary();
      try (Store store = new Store(data.openStore(), this::watched);
          WireServer server =
              new WireServer(new RocksBackend(store, new Cursors()), Duration.ofSeconds(5));
          MongoClient client = MongoClients.create(server.connectionString());
          ExecutorService threads = Executors.newCachedThreadPool()) {
        MongoCollection<Document> commits = client.getDatabase("ledger").getCollection("commits");
        commits.createIndex(Indexes.ascending("s.a", "s.f"), new IndexOptions().unique(true));
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        clients.add(CompletableFuture.runAsync(() -> read(commits), threads));
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          clients.add(CompletableFuture.runAsync(() -> write(commits, writer), threads));
        }
        try {
          for (int i = 1; i <= LOSSES; i++) {
            int many = i * MORE_TOLD;
            await().atMost(Duration.ofMinutes(1)).until(() -> told.size() >= many);
            moments.add(new Moment(Set.copyOf(told), onDisk)); // in this order
          }
        } finally {
          enough.set(true);
        }
        clients.forEach(CompletableFuture::join);
      }
    }
    for (int i = 0; i < LOSSES; i++) {
      Path left = directory.resolve("left-" + i);
      losePower(live, left, moments.get(i).onDisk());
      check(left, moments.get(i).told());
    }
  }

  private WalSync.Log watched(WalSync.Log log) {
    return new WalSync.Log() {
      @Override
      public long latest() {
        return log.latest();
      }

      @Override
      public void sync() throws RocksDBException, WalSync.PreviousFailure {
        Map<Path, Long> written = logs();
        log.sync();
        onDisk = written;
      }

      @Override
      public void force() throws IOException {
        Map<Path, Long> written = logs();
        log.force();
        onDisk = written;
      }
    };
  }

  private Map<Path, Long> logs() {
    Map<Path, Long> lengths = new HashMap<>();
    try (Stream<Path> files = Files.list(directory.resolve("live/store"))) {
      for (Path file : files.filter(PowerLossTest::isLog).toList()) {
        lengths.put(file.getFileName(), Files.size(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lengths;
  }

  private static boolean isLog(Path file) {
    return file.toString().endsWith(".log");
  }

  private void write(MongoCollection<Document> commits, int writer) {
    for (int i = 0; !enough.get(); i++) {
      String command = writer + "-" + i;
      commits.insertMany(IntStream.range(0, AT_ONCE).mapToObj(n -> document(command, n)).toList());
      told.add(command);
      Document counter =
          commits.findOneAndUpdate(
              new Document("_id", "counter"),
              Updates.inc("n", 1),
              new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
      told.add("#" + (counter == null ? 0 : counter.getInteger("n")));
    }
  }

  private static Document document(String command, int number) {
    Document stream = new Document("a", command).append("f", number);
    return new Document("_id", command + "-" + number)
        .append("command", command)
        .append("s", List.of(stream));
  }

  /** What a reader sees, it has been told as well. */
  private void read(MongoCollection<Document> commits) {
    while (!enough.get()) {
      for (Document document : commits.find(new Document("command", new Document("$gt", "")))) {
        told.add(document.getString("command"));
      }
    }
  }

  private static void losePower(Path live, Path left, Map<Path, Long> onDisk) throws IOException {
    Files.createDirectories(left.resolve("store"));
    Files.copy(live.resolve("format"), left.resolve("format"));
    try (Stream<Path> files = Files.list(live.resolve("store"))) {
      for (Path file : files.toList()) {
        Path name = file.getFileName();
        Path copy = left.resolve("store").resolve(name);
        Files.copy(file, copy);
        if (isLog(file)) {
          try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.truncate(onDisk.getOrDefault(name, 0L));
          }
        }
      }
    }
  }

  private static void check(Path directory, Set<String> told) {
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(store.faults("commits")).isEmpty();
      Map<String, Long> found = new HashMap<>();
      int counter = 0;
      for (Document document : store.collection("commits").find()) {
        if (document.containsKey("n")) {
          counter = document.getInteger("n");
        } else {
          found.merge(document.getString("command"), 1L, Long::sum);
        }
      }
      assertThat(found.values()).as("every command is there wholly").containsOnly((long) AT_ONCE);
      for (int i = 1; i <= counter; i++) {
        found.put("#" + i, 1L);
      }
      assertThat(found.keySet()).containsAll(told);
    }
  }
}
