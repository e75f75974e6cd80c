package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update whose outcome cannot be stored changes neither the document nor an index. */
class RefusedUpdateTest {
  private static final String MEBIBYTE = "x".repeat(1 << 20);

  @TempDir Path directory;
  private OpenStore store;
  private MongoCollection<Document> things;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    things = store.collection("things");
    things.createIndex(Indexes.ascending("k"), new IndexOptions().unique(true));
  }

  @AfterEach
  void close() {
    assertThat(store.faults("things")).isEmpty();
    store.close();
  }

  private void assertRefused(int code, Bson update) {
    MongoException refused =
        catchThrowableOfType(MongoException.class, () -> things.updateOne(eq("_id", 1), update));
    assertThat(refused).isNotNull();
    assertThat(store.faults("things")).isEmpty();
    assertThat(things.find(eq("k", 2)).first()).isNull();
    assertThat(things.find(eq("k", 1)).first()).containsEntry("_id", 1);
    assertThat(refused.getCode()).isEqualTo(code);
  }

  private static Document nested(int levels) {
    return levels == 1 ? new Document() : new Document("d", nested(levels - 1));
  }

  @Test
  void aDocumentThatGrewTooLargeIsAsItWas() {
    List<String> big = Collections.nCopies(15, MEBIBYTE);
    things.insertOne(new Document("_id", 1).append("k", 1).append("big", big));
    assertRefused(10334, Updates.combine(Updates.set("k", 2), Updates.push("big", MEBIBYTE)));
    assertThat(things.find().first().getList("big", String.class)).hasSize(15);
  }

  @Test
  void aDocumentWithANameThatCannotBeWrittenIsAsItWas() {
    things.insertOne(new Document("_id", 1).append("k", 1));
    assertRefused(22, Updates.rename("k", "x\0y"));
  }

  @Test
  void aDocumentWithANameThatCannotBeUpdatedIsAsItWas() {
    things.insertOne(new Document("_id", 1).append("k", 1).append("a.b", 1));
    assertRefused(2, Updates.set("k", 2));
  }

  @Test
  void aDocumentThatWasNestedTooDeeplyIsAsItWas() {
    Document deep = nested(150);
    things.insertOne(new Document("_id", 1).append("k", 1));
    String path = "p" + ".p".repeat(99);
    assertRefused(22, Updates.combine(Updates.set("k", 2), Updates.set(path, deep)));
    assertThatThrownBy(
            () ->
                things.updateOne(
                    eq("k", 3), Updates.set(path, deep), new UpdateOptions().upsert(true)))
        .isInstanceOf(MongoException.class);
    things.updateOne(eq("_id", 1), Updates.set("p" + ".p".repeat(48), deep));
    assertThat(things.find(eq("_id", 1)).first()).containsKey("p");
  }
}
