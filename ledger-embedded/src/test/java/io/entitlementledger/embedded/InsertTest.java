package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents go from a message into the store as bytes. */
class InsertTest {
  @TempDir Path directory;
  private OpenStore store;
  private MongoCollection<Document> things;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    things = store.collection("things");
    things.createIndex(Indexes.ascending("s.a", "s.f"), new IndexOptions().unique(true));
  }

  @AfterEach
  void close() {
    assertThat(store.faults("things")).isEmpty();
    store.close();
  }

  private static Document thing(Object id, Object... streamsAndFirsts) {
    List<Document> streams = new ArrayList<>();
    for (int i = 0; i < streamsAndFirsts.length; i += 2) {
      streams.add(new Document("a", streamsAndFirsts[i]).append("f", streamsAndFirsts[i + 1]));
    }
    return new Document("_id", id).append("s", streams);
  }

  private List<Integer> refused(boolean ordered, List<Document> documents) {
    return catchThrowableOfType(
            MongoBulkWriteException.class,
            () -> things.insertMany(documents, new InsertManyOptions().ordered(ordered)))
        .getWriteErrors()
        .stream()
        .map(BulkWriteError::getIndex)
        .toList();
  }

  private List<Object> ids() {
    return new ArrayList<>(things.find().map(thing -> thing.get("_id")).into(new ArrayList<>()));
  }

  @Test
  void theBytesThatCameAreTheBytesThatAreHandedOut() {
    Document document =
        new Document("_id", 1)
            .append("other", new BsonBinary((byte) 0x80, new byte[] {1, 2}))
            .append("nan", Double.longBitsToDouble(0x7FF8000000000001L))
            .append("text", "\uFFFD");
    RawBsonDocument sent = new RawBsonDocument(RawClient.bson(document));
    store.database.getCollection("raw", RawBsonDocument.class).insertOne(sent);
    RawBsonDocument back =
        store.database.getCollection("raw", RawBsonDocument.class).find().first();
    // Two raw documents are equal if their values are; here it is about the bytes.
    assertThat(back.getByteBuffer().asNIO()).isEqualTo(sent.getByteBuffer().asNIO());
  }

  @Test
  void aDocumentWithoutAnIdIsGivenOneBeforeItsOtherFields() throws IOException {
    Document insert = new Document("insert", "others").append("$db", "ledger");
    try (RawClient client = new RawClient(store.server.connectionString())) {
      client.send(RawClient.command(0, insert, "documents", RawClient.bson(new Document("x", 1))));
      assertThat(client.answer()).isEqualTo(new Document("n", 1).append("ok", 1.0));
      client.send(
          RawClient.command(
              new Document(insert).append("documents", List.of(new Document("x", 2)))));
      assertThat(client.answer()).containsEntry("n", 1);
    }
    MongoCollection<Document> others = store.collection("others");
    for (int x = 1; x <= 2; x++) {
      Document stored = others.find(eq("x", x)).first();
      assertThat(stored.keySet()).startsWith("_id", "x");
      assertThat(others.find(eq("_id", stored.get("_id", ObjectId.class))).first())
          .isEqualTo(stored);
    }
  }

  @Test
  void duplicatesWithinACommandAndWithWhatIsStoredAreToldApartFromTheOthers() {
    things.insertOne(thing(1, "x", 1));
    List<Document> documents =
        List.of(
            thing(2, "x", 2),
            thing(3, "x", 1),
            thing(4, "x", 2),
            thing(1, "x", 5),
            thing(2L, "y", 0),
            thing(5, "z", 0, "x", 2.0),
            thing(6, "z", 0, "z", 0),
            thing(List.of(7)),
            thing(8, "z", 1));
    assertThat(refused(false, documents)).containsExactly(1, 2, 3, 4, 5, 7);
    assertThat(ids()).containsExactly(1, 2, 6, 8);
  }

  @Test
  void anOrderedCommandTellsOnlyOfTheFirstDocumentThatIsRefused() {
    things.insertOne(thing(1, "x", 1));
    assertThat(refused(true, List.of(thing(2, "x", 2), thing(List.of(3)), thing(1))))
        .containsExactly(1);
    assertThat(refused(true, List.of(thing(3, "x", 3), thing(1), thing(List.of(4)), thing(5))))
        .containsExactly(1);
    assertThat(ids()).containsExactly(1, 2, 3);
  }

  @Test
  void parallelArraysAreRefusedOneByOne() {
    things.createIndex(Indexes.ascending("p", "q"));
    Document parallel = new Document("_id", 1).append("p", List.of(1)).append("q", List.of(2));
    assertThat(refused(false, List.of(parallel, thing(2, "x", 1)))).containsExactly(0);
    assertThat(ids()).containsExactly(2);
  }

  @Test
  void aDocumentThatIsTooLargeIsRefusedAndTheOthersAreNot() throws IOException {
    byte[] large = RawClient.bson(thing(1).append("large", new byte[(16 << 20) + 1]));
    Document insert =
        new Document("insert", "things").append("ordered", false).append("$db", "ledger");
    try (RawClient client = new RawClient(store.server.connectionString())) {
      client.send(RawClient.command(0, insert, "documents", large, RawClient.bson(thing(2))));
      Document answer = client.answer();
      assertThat(answer).containsEntry("n", 1);
      assertThat(answer.getList("writeErrors", Document.class))
          .singleElement()
          .satisfies(
              error -> assertThat(error).containsEntry("index", 0).containsEntry("code", 10334));
    }
    assertThat(ids()).containsExactly(2);
  }
}
