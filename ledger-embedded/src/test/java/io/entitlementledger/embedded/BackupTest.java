package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final int WRITERS = 4;

  @TempDir Path directory;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile boolean enough;

  @Test
  void aCopyMadeWhileClientsWriteHasAllThatWasAcknowledgedBeforeAndIsOfOneMoment()
      throws IOException {
    List<Set<String>> promised = new ArrayList<>();
    try (OpenStore store = new OpenStore(data())) {
      store.collection("c").createIndex(Indexes.ascending("writer", "n"));
      List<CompletableFuture<Void>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(w -> CompletableFuture.runAsync(() -> write(store.collection("c"), w)))
              .toList();
      for (int i = 0; i < 5; i++) {
        promised.add(Set.copyOf(acknowledged));
        store.server.backup(copy(i));
      }
      enough = true;
      writers.forEach(CompletableFuture::join);
      assertThat(acknowledged).hasSizeGreaterThan(promised.getLast().size());
    }
    for (int i = 0; i < 5; i++) {
      try (OpenStore store = new OpenStore(copy(i))) {
        Set<String> found = new HashSet<>();
        store.collection("c").find().forEach(document -> found.add(document.getString("_id")));
        assertThat(found).containsAll(promised.get(i));
        for (String id : found) { // each writer waits for one answer before it writes again
          int before = Integer.parseInt(id.substring(2)) - 1;
          assertThat(before < 0 || found.contains(id.substring(0, 2) + before)).as(id).isTrue();
        }
        assertThat(store.faults("c")).isEmpty();
      }
    }
    assertThat(names(directory)).containsExactly("copy0", "copy1", "copy2", "copy3", "copy4", "d");
  }

  private void write(MongoCollection<Document> collection, int writer) {
    for (int n = 0; !enough; n++) {
      String id = writer + " " + n;
      collection.insertOne(new Document("_id", id).append("writer", writer).append("n", n));
      acknowledged.add(id);
    }
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() throws IOException {
    try (OpenStore store = new OpenStore(data())) {
      store.collection("c").insertOne(new Document("_id", "both"));
      store.server.backup(copy(0));
      store.collection("c").insertOne(new Document("_id", "original"));
      try (OpenStore other = new OpenStore(copy(0))) {
        other.collection("c").insertOne(new Document("_id", "copy"));
        assertThat(ids(other)).containsExactly("both", "copy");
      }
      assertThat(ids(store)).containsExactly("both", "original");
    }
    try (OpenStore store = new OpenStore(data())) {
      assertThat(ids(store)).containsExactly("both", "original");
    }
  }

  @Test
  void aCopyIsItsOwnersAlone() throws IOException {
    try (EmbeddedMongo server = EmbeddedMongo.start(data())) {
      server.backup(copy(0));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy(0))))
        .isEqualTo("rwx------");
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenOver() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (EmbeddedMongo server = EmbeddedMongo.start(data())) {
      Files.createDirectory(copy(0));
      server.backup(copy(0));
      assertThatThrownBy(() -> server.backup(copy(0)))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessage(copy(0) + " is not empty.");
      assertThatThrownBy(() -> server.backup(file))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessage(file + " is not a directory.");
      assertThatThrownBy(() -> server.backup(file.resolve("below")))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessageContaining("cannot be made");
    }
    assertThat(names(directory)).containsExactly("copy0", "d", "file");
  }

  @Test
  void aClosedStoreIsNotCopied() throws IOException {
    EmbeddedMongo server = EmbeddedMongo.start(data());
    server.close();
    assertThatThrownBy(() -> server.backup(copy(0))).isInstanceOf(EmbeddedStoreException.class);
    assertThat(names(directory)).containsExactly("d");
  }

  @Test
  void aCopyHasItsNameOnlyWhenItIsWholeAndNothingIsLeftOfOneThatFailed() throws IOException {
    assertThatThrownBy(
            () ->
                Backup.make(
                    copy(0),
                    draft -> {
                      Files.createDirectory(draft.resolve("store"));
                      Files.writeString(draft.resolve("store/1.sst"), "half");
                      assertThat(names(directory)).containsExactly("" + draft.getFileName());
                      assertThat("" + draft.getFileName()).startsWith("copy0.partial-");
                      assertThatThrownBy(() -> EmbeddedMongo.start(draft))
                          .hasMessageContaining("its file \"format\" is missing");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("No space left on device");
    assertThat(names(directory)).isEmpty();
  }

  @Test
  void aCopyCanBeMoved() throws IOException {
    try (OpenStore store = new OpenStore(data())) {
      store.collection("c").insertOne(new Document("_id", "it"));
      store.server.backup(copy(0));
    }
    Backup.move(copy(0), directory.resolve("new/place"));
    try (OpenStore store = new OpenStore(directory.resolve("new/place"))) {
      assertThat(ids(store)).containsExactly("it");
    }
    assertThat(copy(0)).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aCopyCanBeMadeOnAndMovedToAnotherFileSystem() throws IOException {
    Path other = Files.createTempDirectory(Path.of("/dev/shm"), "ledger-backup");
    try {
      assertThat(Files.getFileStore(other)).isNotEqualTo(Files.getFileStore(directory));
      try (OpenStore store = new OpenStore(data())) {
        store.collection("c").insertOne(new Document("_id", "it"));
        store.server.backup(copy(0));
        store.server.backup(other.resolve("made"));
      }
      Backup.move(copy(0), other.resolve("moved"));
      for (String name : List.of("made", "moved")) {
        try (OpenStore store = new OpenStore(other.resolve(name))) {
          assertThat(ids(store)).containsExactly("it");
        }
      }
      assertThat(names(other)).containsExactly("made", "moved");
      assertThat(copy(0)).doesNotExist();
    } finally {
      Backup.deleteAll(other);
    }
  }

  private Path data() {
    return directory.resolve("d");
  }

  private Path copy(int number) {
    return directory.resolve("copy" + number);
  }

  private static List<String> ids(OpenStore store) {
    List<String> ids = new ArrayList<>();
    store.collection("c").find().forEach(document -> ids.add(document.getString("_id")));
    return ids;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> "" + file.getFileName()).sorted().toList();
    }
  }
}
