package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {
  private static final IndexOptions UNIQUE = new IndexOptions().unique(true);

  @TempDir Path directory;
  private OpenStore store;
  private MongoCollection<Document> commits;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    commits = store.collection("commits");
  }

  @AfterEach
  void close() {
    assertThat(store.faults("commits")).isEmpty();
    store.close();
  }

  @Test
  void aSparseIndexIsNotFollowedInOrderWhereItLacksAMatch() {
    commits.createIndex(Indexes.ascending("t"), new IndexOptions().sparse(true));
    commits.insertOne(new Document("_id", 1));

    FindOneAndUpdateOptions latest =
        new FindOneAndUpdateOptions().sort(Sorts.descending("t", "_id"));
    assertThat(commits.findOneAndUpdate(Filters.eq("_id", 1), Updates.set("n", 1), latest))
        .isEqualTo(new Document("_id", 1));
  }

  private static Document commit(int id, Object... streamsAndFirsts) {
    List<Document> streams = new ArrayList<>();
    for (int i = 0; i < streamsAndFirsts.length; i += 2) {
      streams.add(new Document("a", streamsAndFirsts[i]).append("f", streamsAndFirsts[i + 1]));
    }
    return new Document("_id", id).append("s", streams).append("t", id * 10);
  }

  /** Ids of the matches, in order, found by looking at no more than so many documents. */
  private List<Integer> ids(long mostExamined, FindIterable<Document> query) {
    List<Integer> ids = new ArrayList<>();
    long examined =
        store.examinedBy(() -> query.forEach(document -> ids.add(document.getInteger("_id"))));
    assertThat(examined).isLessThanOrEqualTo(mostExamined);
    return ids;
  }

  private void thousand() {
    commits.insertMany(
        IntStream.range(0, 1000).mapToObj(i -> commit(i, "a" + i % 10, i / 10)).toList());
  }

  @Test
  void aUniqueKeyIsHeldByOneDocumentWhateverItsNumberType() {
    commits.createIndex(Indexes.ascending("t"), UNIQUE);
    commits.insertOne(new Document("_id", 1).append("t", 5));
    MongoWriteException refused =
        catchThrowableOfType(
            MongoWriteException.class,
            () -> commits.insertOne(new Document("_id", 2).append("t", 5.0)));
    assertThat(refused.getError().getCode()).isEqualTo(11000);
    assertThat(refused).hasMessageContaining("ledger.commits index: t_1 dup key: { t: 5.0 }");
    assertThatThrownBy(() -> commits.insertOne(new Document("_id", 1L).append("t", 6)))
        .hasMessageContaining("index: _id_ dup key");
    commits.insertOne(new Document("_id", 3));
    assertThatThrownBy(() -> commits.insertOne(new Document("_id", 4).append("t", null)))
        .as("missing is null")
        .hasMessageContaining("11000");
    commits.insertOne(new Document("_id", 5).append("t", 7));
    assertThatThrownBy(() -> commits.updateOne(eq("_id", 5), Updates.set("t", 5)))
        .hasMessageContaining("11000");
    commits.deleteOne(eq("_id", 1));
    commits.updateOne(eq("_id", 5), Updates.set("t", 5));
    assertThat(commits.countDocuments()).isEqualTo(2);
  }

  @Test
  void aSparseUniqueIndexLeavesOutDocumentsWithoutTheField() {
    commits.createIndex(Indexes.ascending("t"), new IndexOptions().unique(true).sparse(true));
    commits.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
    commits.insertOne(new Document("_id", 3).append("t", 1));
    assertThatThrownBy(() -> commits.insertOne(new Document("_id", 4).append("t", 1)))
        .hasMessageContaining("11000");
    assertThat(ids(1, commits.find(eq("t", 1)))).containsExactly(3);
    assertThat(ids(3, commits.find(eq("t", null)))).containsExactly(1, 2);
    assertThat(ids(3, commits.find().sort(ascending("t")))).containsExactly(1, 2, 3);
  }

  @Test
  void aWholeUniqueKeyLeadsToItsDocumentInEitherDirectionAndBelowAnArray() {
    commits.createIndex(Indexes.compoundIndex(ascending("a"), Indexes.descending("b")), UNIQUE);
    commits.createIndex(ascending("s.f"), UNIQUE);
    for (int i = 0; i < 12; i++) {
      List<Document> below = List.of(new Document("f", i), new Document("f", 100 + i));
      commits.insertOne(
          new Document("_id", i).append("a", i % 3).append("b", i).append("s", below));
    }
    assertThat(ids(1, commits.find(and(eq("a", 1), eq("b", 7L))))).containsExactly(7);
    assertThat(ids(1, commits.find(and(eq("a", 1), eq("b", 7.0), eq("_id", 7)))))
        .containsExactly(7);
    assertThat(ids(1, commits.find(eq("s.f", 105)))).containsExactly(5);
    assertThat(ids(0, commits.find(and(eq("a", 2), eq("b", 7))))).isEmpty();
    assertThat(ids(1, commits.find(eq("s.f", 5)).skip(1))).isEmpty();
    commits.updateOne(eq("s.f", 105), Updates.set("s.1.f", 205));
    assertThat(ids(0, commits.find(eq("s.f", 105)))).isEmpty();
    assertThat(ids(1, commits.find(eq("s.f", 205)).sort(ascending("b")))).containsExactly(5);
  }

  @Test
  void aSparseUniqueIndexThatCannotAnswerLeavesAQueryToTheOthers() {
    commits.createIndex(Indexes.ascending("t"), new IndexOptions().unique(true).sparse(true));
    commits.createIndex(Indexes.ascending("g"));
    for (int i = 0; i < 20; i++) {
      commits.insertOne(new Document("_id", i).append("g", i % 10));
    }
    assertThat(ids(2, commits.find(and(eq("t", null), eq("g", 5))))).containsExactly(5, 15);
  }

  @Test
  void aUniquePairBelowAnArrayIsTakenFromOneElement() {
    commits.createIndex(Indexes.ascending("s.a", "s.f"), UNIQUE);
    commits.insertOne(commit(0, "x", 0, "y", 5));
    commits.insertOne(commit(1, "x", 5, "y", 0));
    MongoWriteException refused =
        catchThrowableOfType(
            MongoWriteException.class, () -> commits.insertOne(commit(2, "z", 1, "x", 5)));
    assertThat(refused.getError().getMessage())
        .contains("index: s.a_1_s.f_1 dup key: { s.a: \"x\", s.f: 5 }");
    commits.insertOne(new Document("_id", 9).append("s", List.of()));
    assertThat(ids(1, commits.find(eq("_id", 9)))).containsExactly(9);
  }

  @Test
  void anOrderedBulkStopsAtTheFirstDuplicateAndKeepsWhatCameBefore() {
    commits.createIndex(Indexes.ascending("s.a", "s.f"), UNIQUE);
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () ->
                commits.insertMany(
                    List.of(
                        commit(0, "x", 0),
                        commit(1, "x", 1),
                        commit(2, "x", 1),
                        commit(3, "x", 3))));
    assertThat(refused.getWriteErrors()).hasSize(1);
    assertThat(refused.getWriteErrors().getFirst().getIndex()).isEqualTo(2);
    assertThat(refused.getWriteErrors().getFirst().getCode()).isEqualTo(11000);
    assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(2);
    assertThat(ids(2, commits.find())).containsExactly(0, 1);
  }

  @Test
  void anUnorderedBulkInsertsEverythingElse() {
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () ->
                commits.insertMany(
                    List.of(commit(0), commit(0), commit(1)),
                    new InsertManyOptions().ordered(false)));
    assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(2);
    assertThat(ids(2, commits.find())).containsExactly(0, 1);
  }

  @Test
  void aStreamIsReadInOrderThroughTheElementItIsIn() {
    commits.createIndex(Indexes.ascending("s.a", "_id"));
    commits.createIndex(Indexes.ascending("s.a", "s.f"), UNIQUE);
    thousand();
    Bson stream = elemMatch("s", and(eq("a", "a3"), gte("f", 90)));
    assertThat(ids(10, commits.find(stream).sort(ascending("_id"))))
        .containsExactly(903, 913, 923, 933, 943, 953, 963, 973, 983, 993);
    Bson later = and(elemMatch("s", eq("a", "a3")), gte("_id", 950));
    assertThat(ids(6, commits.find(later).sort(ascending("_id"))))
        .containsExactly(953, 963, 973, 983, 993);
    assertThat(ids(3, commits.find(eq("s.a", "a3")).sort(descending("_id")).limit(3)))
        .containsExactly(993, 983, 973);
    assertThat(ids(1, commits.find(elemMatch("s", and(eq("a", "a3"), eq("f", 7))))))
        .containsExactly(73);
  }

  @Test
  void theFirstFewAreFoundThroughTheIndexInTheirOrder() {
    commits.createIndex(Indexes.ascending("s.a", "s.f"), UNIQUE);
    commits.createIndex(Indexes.ascending("s.a", "_id"));
    thousand();
    Bson nearTheEnd = elemMatch("s", and(eq("a", "a3"), lt("f", 98)));
    assertThat(ids(3, commits.find(nearTheEnd).sort(descending("_id")).limit(1)))
        .containsExactly(973);
    assertThat(ids(5, commits.find(nearTheEnd).sort(ascending("_id")).skip(2).limit(3)))
        .containsExactly(23, 33, 43);
    assertThat(ids(52, commits.find(nearTheEnd).sort(descending("_id")).limit(50)))
        .hasSize(50)
        .startsWith(973, 963)
        .endsWith(483);
    assertThat(ids(100, commits.find(nearTheEnd).sort(descending("_id")).limit(100)))
        .hasSize(98)
        .startsWith(973, 963)
        .endsWith(13, 3);
  }

  @Test
  void theFirstFewAreFoundThroughTheNarrowerIndexIfTheirOrderLeadsToThemLate() {
    commits.createIndex(Indexes.ascending("s.a", "s.f"), UNIQUE);
    commits.createIndex(Indexes.ascending("s.a", "_id"));
    thousand();
    Bson nearTheBeginning = elemMatch("s", and(eq("a", "a3"), lt("f", 4)));
    assertThat(ids(25, commits.find(nearTheBeginning).sort(descending("_id")).limit(1)))
        .containsExactly(33);
    assertThat(ids(30, commits.find(nearTheBeginning).sort(descending("_id")).skip(1).limit(5)))
        .containsExactly(23, 13, 3);
    assertThat(ids(4, commits.find(nearTheBeginning).sort(descending("_id"))))
        .containsExactly(33, 23, 13, 3);
  }

  @Test
  void manyInAnOrderAreReadInItAndNotSorted() {
    commits.createIndex(Indexes.ascending("g", "_id"));
    commits.createIndex(Indexes.ascending("g", "t"));
    commits.insertMany(
        IntStream.range(0, 3000)
            .mapToObj(i -> new Document("_id", i).append("g", 1).append("t", -i))
            .toList());
    List<Integer> found = new ArrayList<>();
    long examined =
        store.examinedBy(
            () -> {
              try (MongoCursor<Document> cursor =
                  commits
                      .find(and(eq("g", 1), lt("_id", 2990)))
                      .sort(ascending("g", "t"))
                      .batchSize(5)
                      .cursor()) {
                for (int i = 0; i < 5; i++) {
                  found.add(cursor.next().getInteger("_id"));
                }
              }
            });
    assertThat(found).containsExactly(2989, 2988, 2987, 2986, 2985);
    assertThat(examined).isLessThan(1100);
  }

  @Test
  void conditionsOutsideOneElementMayBeMetByDifferentElements() {
    commits.createIndex(Indexes.ascending("s.a", "s.f"));
    commits.insertOne(commit(0, "x", 1, "y", 9));
    commits.insertOne(commit(1, "x", 9));
    assertThat(ids(2, commits.find(and(eq("s.a", "x"), eq("s.f", 9))))).containsExactly(0, 1);
    assertThat(ids(2, commits.find(and(gte("s.f", 5), lt("s.f", 5))))).containsExactly(0);
    assertThat(ids(1, commits.find(elemMatch("s", and(eq("a", "x"), eq("f", 9))))))
        .containsExactly(1);
  }

  @Test
  void rangesAndPrefixesLookAtNothingElse() {
    commits.createIndex(Indexes.compoundIndex(Indexes.ascending("g"), Indexes.descending("t")));
    commits.insertMany(
        IntStream.range(0, 1000)
            .mapToObj(i -> new Document("_id", i).append("g", i % 4).append("t", i))
            .toList());
    assertThat(ids(3, commits.find(and(gte("_id", 500), lt("_id", 503)))))
        .containsExactly(500, 501, 502);
    assertThat(ids(2, commits.find(gte("_id", 500)).sort(descending("_id")).limit(2)))
        .containsExactly(999, 998);
    assertThat(ids(3, commits.find(eq("g", 1)).sort(descending("t")).skip(1).limit(2)))
        .containsExactly(993, 989);
    assertThat(ids(2, commits.find(eq("g", 1)).sort(ascending("t")).limit(2)))
        .containsExactly(1, 5);
    assertThat(ids(4, commits.find(and(eq("g", 2), gte("t", 984), lt("t", 1000)))))
        .containsExactly(998, 994, 990, 986);
    assertThat(ids(5, commits.find().sort(new Document("g", -1).append("t", 1)).limit(2)))
        .containsExactly(3, 7);
    assertThat(ids(4, commits.find(in("_id", 7, 5, 5000, 6)))).containsExactly(5, 6, 7);
    assertThat(store.examinedBy(() -> commits.countDocuments(and(eq("g", 0), lt("t", 40)))))
        .isEqualTo(10);
  }

  @Test
  void anIndexMadeLaterHoldsWhatWasThereAndRefusesWhatCannotBe() {
    thousand();
    commits.createIndex(Indexes.ascending("s.a"));
    assertThat(ids(100, commits.find(eq("s.a", "a1")).sort(ascending("_id")))).hasSize(100);
    assertThatThrownBy(() -> commits.createIndex(Indexes.ascending("s.a"), UNIQUE))
        .isInstanceOf(MongoCommandException.class);
    assertThatThrownBy(
            () ->
                commits.createIndex(
                    Indexes.ascending("s.f"), new IndexOptions().unique(true).name("firsts")))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("firsts");
    commits.createIndex(Indexes.ascending("s.a", "s.f"), UNIQUE);
    assertThat(ids(1, commits.find(elemMatch("s", and(eq("a", "a3"), eq("f", 7))))))
        .containsExactly(73);
  }

  @Test
  void valuesWhoseBytesEndAtTheHighestAreFoundInADescendingIndex() {
    commits.createIndex(Indexes.compoundIndex(Indexes.descending("t"), Indexes.descending("n")));
    List<Object> values = new ArrayList<>();
    for (long milli : List.of(0xFEL, 0xFFL, 0x100L, 0xFFFFL, 0x10000L)) {
      values.add(Instant.ofEpochMilli(milli));
    }
    for (String end : List.of("fe", "ff")) {
      values.add(new ObjectId("0000000000000000000000" + end));
      values.add(new ObjectId("00000000000000000000ff" + end));
    }
    values.add(new ObjectId("ffffffffffffffffffffffff"));
    for (int i = 0; i < values.size(); i++) {
      commits.insertOne(new Document("_id", i).append("t", values.get(i)).append("n", i % 2));
    }
    for (Object value : values) {
      for (String operator : List.of("$eq", "$gt", "$gte", "$lt", "$lte")) {
        Document asked = new Document("t", new Document(operator, value));
        for (int n = 0; n < 2; n++) {
          Bson also = and(asked, in("n", n, 7));
          List<Integer> expected = // $nor is narrowed by no index
              ids(99, commits.find(Filters.nor(Filters.nor(asked), Filters.ne("n", n))));
          assertThat(ids(99, commits.find(also)))
              .as("%s", also)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  @Test
  void anArrayThatWasRefusedDoesNotHinderWhatFollows() {
    commits.createIndex(Indexes.ascending("t"), UNIQUE);
    commits.insertMany(List.of(commit(0), commit(1)));
    assertThatThrownBy(
            () -> commits.findOneAndUpdate(eq("_id", 1), Updates.set("t", List.of(0, 5))))
        .hasMessageContaining("11000");
    assertThat(store.faults("commits")).isEmpty();
    commits.updateOne(eq("_id", 1), Updates.set("t", List.of(4, 5)));
    assertThat(ids(1, commits.find(eq("t", 5)))).containsExactly(1);
  }

  @Test
  void anAnchoredExpressionLooksOnlyAtWhatBeginsThatWay() {
    commits.createIndex(Indexes.ascending("name"));
    List<String> names = List.of("ab", "abc", "abd", "b", "a", "ABC", "xabc", "ab.c");
    for (int i = 0; i < names.size(); i++) {
      commits.insertOne(new Document("_id", i).append("name", names.get(i)));
    }
    assertThat(ids(4, commits.find(regex("name", "^ab")))).containsExactly(0, 7, 1, 2);
    assertThat(ids(4, commits.find(regex("name", "^abc?$")))).containsExactly(0, 1);
    assertThat(ids(1, commits.find(regex("name", "^\\Qab.\\E")))).containsExactly(7);
    assertThat(ids(8, commits.find(regex("name", "^\\Qab\\E*$")))).containsExactlyInAnyOrder(0, 4);
    assertThat(ids(8, commits.find(regex("name", "^\\Qab\\E?\\Qc\\E")))).containsExactly(1);
    assertThat(ids(8, commits.find(regex("name", "^\\Qab\\E{0}$")))).containsExactly(4);
    assertThat(ids(8, commits.find(regex("name", "^ab", "i")))).hasSize(5);
    assertThat(ids(8, commits.find(regex("name", "^b|^xa")))).containsExactlyInAnyOrder(3, 6);
  }

  @Test
  void aDocumentIsFoundOnceWhereItsIndexIsReadForOrderAndHasItSeveralTimes() {
    commits.createIndex(Indexes.ascending("n", "b"));
    commits.insertMany(
        List.of(
            new Document("_id", 1).append("n", 2).append("b", List.of(1, 2, 3)),
            new Document("_id", 2).append("n", 1).append("b", 3)));

    assertThat(commits.find(eq("b", 3)).sort(ascending("n")))
        .extracting(found -> found.getInteger("_id"))
        .containsExactly(2, 1);
    assertThat(commits.find(and(gte("n", 1), eq("b", 3)))).hasSize(2);
  }

  @Test
  void aWholeDocumentMatchesNothingElseWithAnIndexAndWithout() {
    Document empty = new Document();
    Document ofNull = new Document("x", null);
    commits.insertMany(
        List.of(
            new Document("_id", 1),
            new Document("_id", 2).append("c", null),
            new Document("_id", 3).append("c", 5),
            new Document("_id", 4).append("c", empty),
            new Document("_id", 5).append("c", List.of(1, empty)),
            new Document("_id", 6).append("c", ofNull),
            new Document("_id", 7).append("d", List.of(new Document("c", empty), ofNull)),
            new Document("_id", 8).append("c", List.of(new Document("y", 1).append("z", 2)))));

    for (int indexes = 0; indexes < 2; indexes++) {
      assertThat(ids(eq("c", empty))).containsExactlyInAnyOrder(4, 5);
      assertThat(ids(Filters.or(eq("c", empty), eq("_id", 1)))).containsExactlyInAnyOrder(1, 4, 5);
      assertThat(ids(eq("c", ofNull))).containsExactly(6);
      assertThat(ids(eq("c", new Document("y", 1)))).isEmpty();
      assertThat(ids(elemMatch("c", eq("y", 1)))).containsExactly(8);
      assertThat(ids(elemMatch("d", eq("c", empty)))).containsExactly(7);
      assertThat(ids(elemMatch("d", eq("c", ofNull)))).isEmpty();
      commits.createIndex(Indexes.ascending("c"));
    }
  }

  private List<Integer> ids(Bson filter) {
    return commits.find(filter).map(found -> found.getInteger("_id")).into(new ArrayList<>());
  }
}
