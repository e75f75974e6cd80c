package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a byte that the disk gives back wrong, in a file of documents in order. */
class DamageTest {
  private static final int DOCUMENTS = 1000;

  @TempDir Path directory;

  /** Stores them, and gives the files in order that the next opening writes from the log. */
  private List<Path> fill(int collections, int documents) throws IOException {
    Random random = new Random(3);
    try (OpenStore store = new OpenStore(directory)) {
      for (int c = 0; c < collections; c++) {
        store
            .collection("c" + c)
            .createIndex(Indexes.ascending("u"), new IndexOptions().unique(true));
        List<Document> all = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
          byte[] noise = new byte[200];
          random.nextBytes(noise);
          all.add(new Document("_id", i).append("u", i).append("noise", new Binary(noise)));
        }
        store.collection("c" + c).insertMany(all);
      }
    }
    new OpenStore(directory).close();
    try (Stream<Path> files = Files.list(directory.resolve("store"))) {
      return files.filter(file -> file.toString().endsWith(".sst")).toList();
    }
  }

  /** Turns over every bit of one byte in each file; the same again makes it whole. */
  private static void turn(List<Path> files, double part) throws IOException {
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        long at = Math.max(20, (long) (channel.size() * part));
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), at);
      }
    }
  }

  private static List<Integer> ids(OpenStore store, int collection) {
    List<Integer> ids = new ArrayList<>();
    store.collection("c" + collection).find().forEach(found -> ids.add(found.getInteger("_id")));
    return ids;
  }

  @Test
  void aReadThatMeetsDamageFailsAndIsNoShorterAnswer() throws IOException {
    List<Path> files = fill(1, DOCUMENTS);
    turn(files, 0.5);
    try (OpenStore store = new OpenStore(directory)) {
      List<Runnable> reads =
          List.of(
              () -> ids(store, 0),
              () -> store.collection("c0").countDocuments(gte("_id", 0)),
              () ->
                  store
                      .collection("c0")
                      .find()
                      .sort(new Document("_id", -1))
                      .into(new ArrayList<>()),
              () -> store.collection("c0").find().sort(new Document("absent", 1)).first(),
              () -> store.faults("c0"));
      for (Runnable read : reads) {
        assertThatThrownBy(read::run)
            .isInstanceOf(MongoException.class)
            .hasMessageContaining("The store could not be read");
      }
    }
    turn(files, 0.5);
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(ids(store, 0)).isEqualTo(IntStream.range(0, DOCUMENTS).boxed().toList());
      assertThat(store.faults("c0")).isEmpty();
    }
  }

  @Test
  void aCursorThatMetDamageIsClosed() throws IOException {
    List<Path> files = fill(1, DOCUMENTS);
    turn(files, 0.5);
    try (OpenStore store = new OpenStore(directory)) {
      Document find = new Document("find", "c0").append("batchSize", 1);
      Document cursor = store.database.runCommand(find).get("cursor", Document.class);
      Document more = new Document("getMore", cursor.getLong("id")).append("collection", "c0");
      assertThatThrownBy(() -> store.database.runCommand(more))
          .hasMessageContaining("The store could not be read");
      assertThatThrownBy(() -> store.database.runCommand(more))
          .hasMessageContaining("CursorNotFound");
    }
  }

  @Test
  void aUniqueKeyThatCannotBeLookedUpIsNotTakenForFree() throws IOException {
    List<Path> files = fill(1, DOCUMENTS);
    turn(files, 0.5);
    try (OpenStore store = new OpenStore(directory)) {
      int refused = 0;
      for (int i = 0; i < DOCUMENTS; i++) {
        try {
          store.collection("c0").insertOne(new Document("_id", i).append("u", DOCUMENTS + i));
        } catch (MongoException _) {
          refused++;
        }
      }
      assertThat(refused).isEqualTo(DOCUMENTS);
    }
    turn(files, 0.5);
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(store.collection("c0").countDocuments()).isEqualTo(DOCUMENTS);
      assertThat(store.collection("c0").find(eq("_id", 7)).first()).containsKey("noise");
    }
  }

  /** So many collections that what is known of them does not end where the damage is. */
  @Test
  void aStoreThatCannotReadWhatItHasIsNotOpenedAndDropsNothing() throws IOException {
    List<Path> files = fill(100, 1);
    turn(files, 0);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> EmbeddedMongo.start(directory))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessageContaining(directory + "/store is damaged");
    }
    turn(files, 0);
    try (OpenStore store = new OpenStore(directory)) {
      for (int c = 0; c < 100; c++) {
        assertThat(ids(store, c)).containsExactly(0);
        assertThat(store.faults("c" + c)).isEmpty();
      }
    }
  }
}
