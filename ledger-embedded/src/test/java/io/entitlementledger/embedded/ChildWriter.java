package io.entitlementledger.embedded;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * A process of its own that opens a directory and writes to it with eight clients at once. It says
 * on its output what was acknowledged, so that a killed one leaves a record of its promises.
 */
final class ChildWriter implements AutoCloseable {
  static final int WRITERS = 8;

  private final Process process;
  private final CompletableFuture<Void> reader;
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();

  private ChildWriter(Process process) {
    this.process = process;
    this.reader = CompletableFuture.runAsync(this::read, Thread::startVirtualThread);
  }

  static ChildWriter start(Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ChildWriter.class.getName(),
            directory.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildWriter(builder.start());
  }

  private void read() {
    // A line cut short by the kill is no acknowledgement: only whole lines end with a full stop.
    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .lines()
        .filter(line -> line.endsWith("."))
        .forEach(line -> acknowledged.add(line.substring(0, line.length() - 1)));
  }

  /** The ids acknowledged so far, once there are so many. */
  List<String> awaitAcknowledged(int atLeast) {
    await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() >= atLeast);
    return List.copyOf(acknowledged);
  }

  /** Ends it with SIGKILL, and gives every id that was acknowledged before. */
  List<String> kill() {
    // Through its handle, which leaves its output open: what it said before is read to the end.
    process.toHandle().destroyForcibly();
    process.onExit().join();
    reader.join();
    return List.copyOf(acknowledged);
  }

  @Override
  public void close() {
    kill();
  }

  /** Writes until it is killed. */
  public static void main(String[] arguments) {
    EmbeddedMongo server = EmbeddedMongo.start(Path.of(arguments[0]));
    MongoClient client = MongoClients.create(server.connectionString());
    MongoCollection<Document> commits = client.getDatabase("ledger").getCollection("commits");
    MongoCollection<Document> totals = client.getDatabase("ledger").getCollection("totals");
    commits.createIndex(Indexes.ascending("s.a", "s.f"), new IndexOptions().unique(true));
    commits.createIndex(Indexes.ascending("writer", "_id"));
    for (int writer = 0; writer < WRITERS; writer++) {
      String name = UUID.randomUUID().toString();
      Thread.ofPlatform().start(() -> write(commits, totals, name));
    }
  }

  private static void write(
      MongoCollection<Document> commits, MongoCollection<Document> totals, String writer) {
    for (int round = 0; ; round++) {
      int first = round * 4;
      List<Document> documents =
          IntStream.range(first, first + 1 + round % 4).mapToObj(i -> document(writer, i)).toList();
      commits.insertMany(documents);
      for (Document document : documents) {
        say(document.getString("_id"));
      }
      totals.updateOne(
          new Document("_id", writer),
          new Document("$inc", new Document("n", documents.size())),
          new UpdateOptions().upsert(true));
    }
  }

  private static Document document(String writer, int number) {
    List<Document> streams =
        List.of(
            new Document("a", writer).append("f", number),
            new Document("a", "x" + writer).append("f", number));
    return new Document("_id", writer + " " + number).append("writer", writer).append("s", streams);
  }

  private static synchronized void say(String id) {
    System.out.println(id + ".");
    System.out.flush();
  }
}
