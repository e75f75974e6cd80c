package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrudTest {
  @TempDir Path directory;
  private OpenStore store;
  private MongoCollection<Document> things;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    things = store.collection("things");
  }

  @AfterEach
  void close() {
    assertThat(store.faults("things")).isEmpty();
    store.close();
  }

  private void insert(int from, int to) {
    things.insertMany(
        IntStream.range(from, to)
            .mapToObj(i -> new Document("_id", i).append("even", i % 2 == 0).append("n", i * 10))
            .toList());
  }

  @Test
  void aDocumentComesBackAsItWasStored() {
    Document document =
        new Document("_id", "a")
            .append("int", 1)
            .append("long", 1L << 60)
            .append("double", 1.5)
            .append("text", "zwölf\u0000€\uD83D\uDE00")
            .append("none", null)
            .append("list", List.of(1, new Document("x", 1), List.of("y")));
    things.insertOne(document);
    assertThat(things.find(eq("_id", "a")).first()).isEqualTo(document);
  }

  @Test
  void updatesChangeWhatTheyNameAndKeepTheIndexesRight() {
    things.createIndex(Indexes.ascending("n"));
    insert(0, 10);
    UpdateResult many =
        things.updateMany(
            gte("n", 50),
            Updates.combine(
                Updates.inc("n", 1000),
                Updates.unset("even"),
                Updates.push("tags", "a"),
                Updates.max("top", 7),
                Updates.currentDate("at")));
    assertThat(many.getModifiedCount()).isEqualTo(5);
    assertThat(things.countDocuments(gt("n", 1000))).isEqualTo(5);
    assertThat(things.countDocuments(new Document("n", 50))).isZero();
    things.updateOne(gt("n", 1000), Updates.addToSet("tags", "b"));
    assertThat(things.countDocuments(eq("tags", "b"))).isEqualTo(1);
    things.updateMany(eq("tags", "a"), Updates.pull("tags", "a"));
    assertThat(things.countDocuments(eq("tags", "a"))).isZero();
  }

  @Test
  void anUpsertInsertsOnceAndUpdatesAfterwards() {
    UpdateOptions upsert = new UpdateOptions().upsert(true);
    Document key = new Document("account", "a").append("line", 1);
    for (int i = 0; i < 3; i++) {
      things.updateOne(
          eq("_id", key),
          Updates.combine(Updates.setOnInsert("born", i), Updates.inc("n", 1)),
          upsert);
    }
    assertThat(things.find().into(new ArrayList<>()))
        .containsExactly(new Document("_id", key).append("born", 0).append("n", 3));
    things.replaceOne(eq("_id", "other"), new Document("n", 9), new ReplaceOptions().upsert(true));
    assertThat(things.find(eq("_id", "other")).first())
        .isEqualTo(new Document("_id", "other").append("n", 9));
  }

  @Test
  void moreThanCanBeCountedIsNotTakenForLittle() {
    insert(0, 5);
    Document skip = new Document("find", "things").append("skip", 1L << 32);
    Document found = store.database.runCommand(skip);
    assertThat(found.get("cursor", Document.class).getList("firstBatch", Document.class)).isEmpty();
  }

  @Test
  void anErrorOfAWriteHasACode() {
    insert(0, 1);
    Document mixed = new Document("$set", new Document("n", 1)).append("m", 1);
    Document update = new Document("q", new Document("_id", 0)).append("u", mixed);
    Document reply =
        store.database.runCommand(
            new Document("update", "things").append("updates", List.of(update)));
    assertThat(reply.getList("writeErrors", Document.class).getFirst()).containsEntry("code", 9);
  }

  @Test
  void findOneAndUpdateTakesTheFirstInTheOrderAskedFor() {
    insert(0, 20);
    Document taken =
        things.findOneAndUpdate(
            eq("even", true),
            Updates.set("taken", true),
            new FindOneAndUpdateOptions()
                .sort(Sorts.descending("n"))
                .returnDocument(ReturnDocument.AFTER));
    assertThat(taken).containsEntry("_id", 18).containsEntry("taken", true);
    assertThat(things.findOneAndDelete(eq("taken", true))).containsEntry("_id", 18);
    assertThat(things.estimatedDocumentCount()).isEqualTo(19);
  }

  @Test
  void laterUpdatesOfABulkSeeTheEarlierOnes() {
    UpdateOptions upsert = new UpdateOptions().upsert(true);
    things.bulkWrite(
        IntStream.range(0, 10)
            .mapToObj(_ -> new UpdateOneModel<Document>(eq("k", "x"), Updates.inc("n", 1), upsert))
            .toList());
    assertThat(things.find().first()).containsEntry("n", 10);
    assertThat(things.countDocuments()).isEqualTo(1);
  }

  @Test
  void deletesRemoveOneOrAll() {
    insert(0, 10);
    assertThat(things.deleteOne(eq("even", true)).getDeletedCount()).isEqualTo(1);
    assertThat(things.deleteMany(eq("even", true)).getDeletedCount()).isEqualTo(4);
    assertThat(things.countDocuments()).isEqualTo(5);
  }

  @Test
  void aCursorGivesEverythingInBatchesAsOfItsBeginning() {
    insert(0, 1000);
    List<Integer> seen = new ArrayList<>();
    try (MongoCursor<Document> cursor = things.find().batchSize(10).cursor()) {
      seen.add(cursor.next().getInteger("_id"));
      things.deleteMany(gte("_id", 500));
      insert(2000, 2010);
      cursor.forEachRemaining(document -> seen.add(document.getInteger("_id")));
    }
    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(things.find().into(new ArrayList<>())).hasSize(510);
  }

  @Test
  void anUpdateOfOneDocumentLooksForNoSecond() {
    insert(0, 100);
    long examined =
        store.examinedBy(
            () ->
                things.bulkWrite(
                    List.of(
                        new UpdateOneModel<>(gte("n", 0), Updates.inc("n", 1)),
                        new UpdateManyModel<>(gte("n", 980), Updates.set("last", true)),
                        new UpdateOneModel<>(gte("n", 0), Updates.inc("n", 1)))));
    assertThat(examined).isEqualTo(102);
    assertThat(things.find(eq("_id", 0)).first()).containsEntry("n", 2);
    assertThat(things.countDocuments(eq("last", true))).isEqualTo(2);
  }

  @Test
  void anAggregationBeginsWithAQueryAndGoesOnFromWhatItFinds() {
    things.insertMany(
        IntStream.range(0, 10)
            .mapToObj(i -> new Document("n", i * 10).append("even", i % 2 == 0))
            .toList());
    List<Document> sums =
        things
            .aggregate(
                List.of(
                    new Document("$match", new Document("n", new Document("$gte", 50))),
                    new Document("$sort", new Document("n", -1)),
                    new Document("$limit", 4),
                    new Document(
                        "$group",
                        new Document("_id", "$even").append("sum", new Document("$sum", "$n")))))
            .into(new ArrayList<>());
    assertThat(sums)
        .containsExactlyInAnyOrder(
            new Document("_id", true).append("sum", 140),
            new Document("_id", false).append("sum", 160));
  }

  @Test
  void whatMatchesIsCountedWithinItsBounds() {
    insert(0, 10);
    assertThat(things.countDocuments(gte("n", 50))).isEqualTo(5);
    assertThat(things.countDocuments(gte("n", 50), new CountOptions().skip(1).limit(3)))
        .isEqualTo(3);
    assertThat(things.countDocuments(gte("n", 50), new CountOptions().skip(3).limit(3)))
        .isEqualTo(2);
    assertThat(things.countDocuments(gte("n", 50), new CountOptions().skip(5))).isZero();
    assertThat(things.countDocuments(new Document(), new CountOptions().skip(7))).isEqualTo(3);
    assertThat(things.countDocuments(gte("n", 500))).isZero();
    assertThat(store.collection("absent").countDocuments()).isZero();
  }

  @Test
  void droppingACollectionLeavesItsNameFree() {
    things.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));
    insert(0, 10);
    things.drop();
    assertThat(things.find().first()).isNull();
    things.insertMany(List.of(new Document("n", 1), new Document("n", 1)));
    assertThat(things.countDocuments()).isEqualTo(2);
  }

  @Test
  void databasesAreApartAndCanBeDroppedAlone() {
    insert(0, 3);
    MongoDatabase other = store.client.getDatabase("other");
    other.getCollection("things").insertOne(new Document("_id", 0));
    other.drop();
    assertThat(other.listCollectionNames()).isEmpty();
    assertThat(other.getCollection("things").countDocuments()).isZero();
    assertThat(store.database.listCollectionNames().into(new ArrayList<>()))
        .containsExactly("things");
    assertThat(things.countDocuments()).isEqualTo(3);
  }

  @Test
  void indexesCanBeListedAndDroppedByName() {
    things.createIndex(Indexes.ascending("n"));
    things.createIndex(Indexes.ascending("n"));
    store.collection("others").createIndex(Indexes.ascending("n"));
    things.dropIndex("n_1");
    assertThat(names(things)).containsExactlyInAnyOrder("_id_");
    assertThat(names(store.collection("others"))).containsExactlyInAnyOrder("_id_", "n_1");
  }

  private static Set<String> names(MongoCollection<Document> collection) {
    Set<String> names = new HashSet<>();
    collection.listIndexes().forEach(index -> names.add(index.getString("name")));
    return names;
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    assertThatThrownBy(
            () ->
                things.createIndex(
                    Indexes.ascending("n"),
                    new IndexOptions().partialFilterExpression(new Document("n", 1))))
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining("partialFilterExpression");
    assertThatThrownBy(() -> things.createIndex(Indexes.text("n"))).hasMessageContaining("text");
    assertThatThrownBy(() -> things.updateOne(eq("_id", 1), List.of(Updates.set("n", 1))))
        .hasMessageContaining("pipeline");
    assertThatThrownBy(() -> things.findOneAndUpdate(eq("_id", 1), List.of(Updates.set("n", 1))))
        .hasMessageContaining("pipeline");
    assertThatThrownBy(
            () ->
                things.createIndex(
                    Indexes.ascending("at"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)))
        .hasMessageContaining("expireAfterSeconds");
    insert(0, 1);
  }
}
