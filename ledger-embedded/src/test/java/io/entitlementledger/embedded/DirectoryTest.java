package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
  @TempDir Path directory;

  @Test
  void whatWasStoredIsThereAfterReopening() {
    List<Document> indexes = new ArrayList<>();
    try (OpenStore store = new OpenStore(directory)) {
      store.database.createCollection("empty");
      store
          .collection("full")
          .createIndex(Indexes.ascending("s.a", "s.f"), new IndexOptions().unique(true));
      store
          .collection("full")
          .createIndex(Indexes.descending("t"), new IndexOptions().sparse(true));
      Document one = new Document("a", "x").append("f", 1);
      Document two = new Document("a", "y").append("f", 9);
      store.collection("full").insertOne(new Document("_id", 1).append("s", List.of(one, two)));
      store.collection("full").listIndexes().into(indexes);
      store.client.getDatabase("other").getCollection("c").insertOne(new Document("_id", 7));
    }
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(store.database.listCollectionNames()).containsExactly("empty", "full");
      assertThat(store.collection("full").listIndexes().into(new ArrayList<>())).isEqualTo(indexes);
      assertThat(store.collection("full").estimatedDocumentCount()).isEqualTo(1);
      assertThat(store.faults("full")).isEmpty();
      // That the index holds arrays is remembered, or this would look in one element only.
      Document apart = new Document("s.a", "x").append("s.f", 9);
      assertThat(store.collection("full").find(apart).first()).containsEntry("_id", 1);
      Document conflict = new Document("a", "x").append("f", 1.0);
      assertThatThrownBy(
              () ->
                  store.collection("full").insertOne(new Document("_id", 2).append("s", conflict)))
          .hasMessageContaining("s.a_1_s.f_1");
      assertThat(store.examinedBy(() -> store.collection("full").find(eq("s.a", "none")).first()))
          .isZero();
      assertThat(store.client.getDatabase("other").getCollection("c").find().first())
          .isEqualTo(new Document("_id", 7));
    }
  }

  @Test
  void whatWasDroppedStaysDropped() {
    try (OpenStore store = new OpenStore(directory)) {
      store.collection("a").createIndex(Indexes.ascending("x"), new IndexOptions().unique(true));
      store.collection("b").createIndex(Indexes.ascending("x"), new IndexOptions().unique(true));
      store.collection("a").insertOne(new Document("x", 1));
      store.collection("b").insertOne(new Document("x", 1));
      store.collection("a").drop();
      store.collection("b").dropIndex("x_1");
    }
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(store.database.listCollectionNames().into(new ArrayList<>())).containsExactly("b");
      store.collection("b").insertOne(new Document("x", 1));
      store.collection("a").insertMany(List.of(new Document("x", 1), new Document("x", 1)));
      assertThat(store.faults("b")).isEmpty();
    }
  }

  @Test
  void anIndexOfACommandThatFailedIsForgotten() {
    Document command =
        Document.parse(
            """
            {createIndexes: 'c', indexes: [
              {key: {a: 1}, name: 'a_1'}, {key: {b: 1}, name: 'b_1', unique: true}]}
            """);
    try (OpenStore store = new OpenStore(directory)) {
      store.collection("c").insertMany(List.of(new Document("b", 1), new Document("b", 1)));
      assertThatThrownBy(() -> store.database.runCommand(command)).hasMessageContaining("11000");
      store.collection("c").insertOne(new Document("a", List.of(1, 2)));
      assertThat(store.collection("c").listIndexes().into(new ArrayList<>())).hasSize(1);
      assertThat(store.database.runCommand(new Document("validate", "c")))
          .containsEntry("keysPerIndex", new Document("_id_", 3L));
    }
    try (OpenStore store = new OpenStore(directory)) {
      store.collection("c").insertOne(new Document("_id", 7).append("a", 3));
      store.collection("c").createIndex(Indexes.ascending("a"));
      assertThat(store.collection("c").find(eq("a", 3)).first()).containsEntry("_id", 7);
      assertThat(store.faults("c")).isEmpty();
    }
  }

  @Test
  void aSecondServerOnOneDirectoryIsRefused() {
    try (OpenStore store = new OpenStore(directory)) {
      assertThatThrownBy(() -> EmbeddedMongo.start(directory))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessage(directory + " is already open in this process.");
      store.collection("c").insertOne(new Document());
    }
  }

  @Test
  void aDirectoryAnotherProcessHoldsIsRefused() throws IOException {
    try (ChildWriter child = ChildWriter.start(directory)) {
      assertThat(child.awaitAcknowledged(1)).isNotEmpty();
      assertThatThrownBy(() -> EmbeddedMongo.start(directory))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessage(directory + " is in use by another process.");
    }
  }

  @Test
  void whoeverHoldsADirectoryGoesOnUntilItIsKilledAndThenTheNextOneStarts() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("data"));
    Files.createDirectory(directory.resolve("data"));
    Set<String> promised;
    try (ChildWriter child = ChildWriter.start(directory.resolve("data"))) {
      child.awaitAcknowledged(1);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> EmbeddedMongo.start(link))
            .isInstanceOf(StoreInUseException.class)
            .hasMessage(link + " is in use by another process.");
      }
      child.awaitAcknowledged(child.awaitAcknowledged(1).size() + 100);
      promised = Set.copyOf(child.kill());
    }
    try (OpenStore store = new OpenStore(link)) {
      List<String> found = new ArrayList<>();
      store.collection("commits").find().forEach(commit -> found.add(commit.getString("_id")));
      assertThat(found).containsAll(promised);
    }
  }

  @Test
  void aRefusalInOneProcessDoesNotLetAnotherIn() throws IOException, InterruptedException {
    try (OpenStore store = new OpenStore(directory)) {
      assertThatThrownBy(() -> EmbeddedMongo.start(directory))
          .hasMessage(directory + " is already open in this process.");
      assertThat(ServedStore.refusal(directory))
          .contains("StoreInUseException: " + directory + " is in use by another process.");
      store.collection("c").insertOne(new Document());
    }
  }

  @Test
  void anUnknownFormatIsRefused() throws IOException {
    new OpenStore(directory).close();
    Files.writeString(directory.resolve("format"), "entitlement-ledger-store 99\n");
    assertThatThrownBy(() -> EmbeddedMongo.start(directory))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("\"entitlement-ledger-store 99\"");
    Files.delete(directory.resolve("format"));
    assertThatThrownBy(() -> EmbeddedMongo.start(directory))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("\"format\" is missing");
  }

  /** Stores a hundred documents, each acknowledged, and gives the file they are in. */
  private Path writtenAhead() throws IOException {
    try (OpenStore store = new OpenStore(directory)) {
      for (int i = 0; i < 100; i++) {
        store.collection("c").insertOne(new Document("_id", i).append("text", "x".repeat(1000)));
      }
    }
    try (Stream<Path> files = Files.list(directory.resolve("store"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void aWriteCutShortAtTheEndOfTheLogIsLeftOut() throws IOException {
    Path log = writtenAhead();
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 500);
    }
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(store.collection("c").countDocuments()).isEqualTo(99);
      assertThat(store.faults("c")).isEmpty();
    }
  }

  @Test
  void damageInTheMiddleOfTheLogIsRefusedRatherThanLosingWhatFollows() throws IOException {
    Path log = writtenAhead();
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() / 2);
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> EmbeddedMongo.start(directory))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessageContaining(directory + "/store is damaged");
    }
  }

  @Test
  void whoeverClosesAServerFindsItClosed() {
    EmbeddedMongo server = EmbeddedMongo.start(directory);
    Runnable close =
        () -> {
          server.close();
          synchronized (this) {
            DataDirectory.open(directory).close();
          }
        };
    CompletableFuture<Void> one = CompletableFuture.runAsync(close, Thread::startVirtualThread);
    CompletableFuture<Void> other = CompletableFuture.runAsync(close, Thread::startVirtualThread);
    CompletableFuture.allOf(one, other).join();
    server.close();
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> EmbeddedMongo.start(file.resolve("data")))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("cannot be written to");
  }
}
