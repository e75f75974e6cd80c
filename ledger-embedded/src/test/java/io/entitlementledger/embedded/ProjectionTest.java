package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.expr;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents are found and handed out without decoding them: this must not be seen. */
class ProjectionTest {
  @TempDir Path directory;
  private OpenStore store;
  private MongoCollection<Document> things;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    things = store.collection("things");
    things.insertOne(
        new Document("_id", 7)
            .append("a", 1)
            .append("b", new Document("c", 2).append("d", 3))
            .append("e", List.of(new Document("f", 4).append("g", 5), new Document("f", 6))));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String found(String projection) {
    return things.find().projection(Document.parse(projection)).first().toJson();
  }

  @Test
  void wholeFieldsKeepTheOrderTheyHaveInTheDocument() {
    assertThat(found("{b: 1, a: true}"))
        .isEqualTo("{\"_id\": 7, \"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}");
    assertThat(found("{a: 1, _id: 0}")).isEqualTo("{\"a\": 1}");
    assertThat(found("{_id: 1, absent: 1}")).isEqualTo("{\"_id\": 7}");
    assertThat(found("{e: 0, b: false}")).isEqualTo("{\"_id\": 7, \"a\": 1}");
    assertThat(found("{_id: 0, e: 0, b: 0}")).isEqualTo("{\"a\": 1}");
    assertThat(found("{_id: 0}")).startsWith("{\"a\": 1, \"b\"");
  }

  @Test
  void aFilterSeesAllItSpeaksOf() {
    List<Bson> matching =
        List.of(
            new Document(),
            or(eq("x", 1), eq("e.g", 5)),
            nor(eq("x", 1), gt("a", 1)),
            new Document("$and", List.of(or(eq("a", 2), eq("b.d", 3)), gt("_id", 6))),
            expr(new Document("$eq", List.of("$b.c", 2))),
            eq("x", null),
            new Document("a", 1).append("$comment", "why"));
    for (Bson filter : matching) {
      assertThat(things.find(filter).into(new ArrayList<>())).as("%s", filter).hasSize(1);
      assertThat(things.find(nor(filter)).into(new ArrayList<>())).as("not %s", filter).isEmpty();
    }
  }

  @Test
  void largeAnswersComeInSeveralPartsAndWhole() {
    byte[] large = new byte[1 << 20];
    MongoCollection<Document> others = store.collection("others");
    others.insertMany(
        IntStream.range(0, 20)
            .mapToObj(i -> new Document("_id", i).append("large", large).append("n", i))
            .toList());
    assertThat(others.find(gt("n", -1)).batchSize(1000).into(new ArrayList<>()))
        .extracting("_id")
        .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    assertThat(others.find().projection(new Document("large", 0)).into(new ArrayList<>()))
        .hasSize(20)
        .contains(new Document("_id", 19).append("n", 19));
  }
}
