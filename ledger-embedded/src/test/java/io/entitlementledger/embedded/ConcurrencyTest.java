package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final int CLIENTS = 8;
  private static final int GROUPS = 40;
  private static final int SIZE = 5;

  @TempDir Path directory;

  /** Runs the work as each of the clients, all at once. */
  private static void together(IntConsumer work) {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<CompletableFuture<Void>> all =
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> CompletableFuture.runAsync(() -> work.accept(i), clients))
              .toList();
      all.forEach(CompletableFuture::join);
    }
  }

  @Test
  void increasesOfOneDocumentByManyClientsAllCount() {
    try (OpenStore store = new OpenStore(directory)) {
      MongoCollection<Document> totals = store.collection("totals");
      together(
          _ -> {
            for (int i = 0; i < GROUPS; i++) {
              totals.updateOne(
                  eq("_id", "all"), Updates.inc("n", 1), new UpdateOptions().upsert(true));
            }
          });
      assertThat(totals.find().first())
          .isEqualTo(new Document("_id", "all").append("n", CLIENTS * GROUPS));
    }
  }

  @Test
  void aReaderSeesAllOfACommandOrNothingWhileIndexesComeAndGo() {
    try (OpenStore store = new OpenStore(directory)) {
      MongoCollection<Document> things = store.collection("things");
      AtomicBoolean writing = new AtomicBoolean(true);
      CompletableFuture<Integer> reader =
          CompletableFuture.supplyAsync(
              () -> {
                int reads = 0;
                while (writing.get() || reads == 0) {
                  String group = reads % (CLIENTS - 1) + " " + reads % GROUPS;
                  List<Document> found = things.find(eq("group", group)).into(new ArrayList<>());
                  assertThat(found).hasSizeBetween(0, SIZE).size().isIn(0, SIZE);
                  reads++;
                }
                return reads;
              },
              Thread::startVirtualThread);
      together(
          client -> {
            if (client == CLIENTS - 1) {
              for (int i = 0; i < 5; i++) {
                things.createIndex(Indexes.ascending("group"));
                things.createIndex(
                    Indexes.ascending("group", "s.n"), new IndexOptions().unique(true));
                things.dropIndex("group_1");
              }
            } else {
              for (int i = 0; i < GROUPS; i++) {
                things.insertMany(group(client + " " + i));
              }
            }
          });
      writing.set(false);
      assertThat(reader.join()).isPositive();
      assertThat(store.faults("things")).isEmpty();
      assertThat(things.countDocuments()).isEqualTo((CLIENTS - 1) * GROUPS * SIZE);
    }
  }

  @Test
  void aDocumentIsFoundByItsUniqueKeyWhileThatIndexComesAndGoes() {
    try (OpenStore store = new OpenStore(directory)) {
      MongoCollection<Document> things = store.collection("things");
      things.insertMany(IntStream.range(0, SIZE).mapToObj(i -> new Document("u", i)).toList());
      AtomicBoolean changing = new AtomicBoolean(true);
      together(
          client -> {
            if (client == 0) {
              for (int i = 0; i < 10 * GROUPS; i++) {
                things.createIndex(Indexes.ascending("u"), new IndexOptions().unique(true));
                things.dropIndex("u_1");
              }
              changing.set(false);
            } else {
              while (changing.get()) {
                assertThat(things.find(eq("u", client % SIZE)).into(new ArrayList<>())).hasSize(1);
              }
            }
          });
    }
  }

  private static List<Document> group(String name) {
    return IntStream.range(0, SIZE)
        .mapToObj(
            i ->
                new Document("group", name)
                    .append("s", List.of(new Document("n", i), new Document("n", -1 - i))))
        .toList();
  }
}
