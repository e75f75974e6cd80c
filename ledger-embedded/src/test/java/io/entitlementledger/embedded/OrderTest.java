package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges and sorts, by index and without one, against the same done naively in this test. */
@SuppressWarnings("JavaUtilDate") // what the driver gives for a date
class OrderTest {
  private static final long SEED = 42;

  @TempDir Path directory;
  private final Random random = new Random(SEED);

  private @Nullable Object value() {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> random.nextInt(20) - 10;
      case 2 -> (long) random.nextInt(20) - 10;
      case 3 -> random.nextInt(40) / 2.0 - 10;
      case 4 -> (1L << 53) + random.nextInt(6) - 3;
      case 5 -> new Decimal128(new BigDecimal(random.nextInt(40)).divide(new BigDecimal(4)));
      case 6 -> List.of("", "a", "a\u0000", "a\u0001b", "ab", "b", "é", "€").get(random.nextInt(8));
      case 7 -> random.nextBoolean();
      case 8 -> new Date(random.nextInt(10) - 5);
      default -> new ObjectId(random.nextInt(5), random.nextInt(3));
    };
  }

  private static int type(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Number _ -> 1;
      case String _ -> 2;
      case ObjectId _ -> 3;
      case Boolean _ -> 4;
      case Date _ -> 5;
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private static int compare(@Nullable Object one, @Nullable Object other) {
    int types = Integer.compare(type(one), type(other));
    if (types != 0 || one == null || other == null) {
      return types;
    }
    return switch (one) {
      case Number number -> exact(number).compareTo(exact((Number) other));
      case String text ->
          Arrays.compareUnsigned(
              text.getBytes(StandardCharsets.UTF_8),
              ((String) other).getBytes(StandardCharsets.UTF_8));
      case ObjectId id -> id.compareTo((ObjectId) other);
      case Boolean truth -> truth.compareTo((Boolean) other);
      case Date date -> date.compareTo((Date) other);
      default -> throw new IllegalArgumentException(one.toString());
    };
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case Decimal128 decimal -> decimal.bigDecimalValue();
      case Double fraction -> new BigDecimal(fraction);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static Predicate<@Nullable Object> admits(String operator, Object bound) {
    return value -> {
      int order = compare(value, bound);
      return type(value) == type(bound)
          && switch (operator) {
            case "$gt" -> order > 0;
            case "$gte" -> order >= 0;
            case "$lt" -> order < 0;
            case "$lte" -> order <= 0;
            default -> order == 0;
          };
    };
  }

  @Test
  void everyRangeAndOrderIsThatOfTheValues() {
    List<Document> all = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Document document = new Document("_id", i).append("b", random.nextInt(5));
      if (random.nextInt(10) > 0) {
        document.append("a", value());
      }
      all.add(document);
    }
    try (OpenStore store = new OpenStore(directory)) {
      store.collection("indexed").createIndex(Indexes.ascending("a", "b"));
      store
          .collection("backwards")
          .createIndex(Indexes.compoundIndex(Indexes.descending("a"), Indexes.ascending("b")));
      for (String name : List.of("indexed", "backwards", "plain")) {
        store.collection(name).insertMany(all);
        assertThat(store.faults(name)).isEmpty();
      }
      for (int i = 0; i < 150; i++) {
        compareOne(store, all);
      }
    }
  }

  private void compareOne(OpenStore store, List<Document> all) {
    Object bound = value();
    String operator = List.of("$gt", "$gte", "$lt", "$lte", "$eq").get(random.nextInt(5));
    Document query = new Document();
    Predicate<Document> matches = _ -> true;
    if (bound != null) {
      query.append("a", new Document(operator, bound));
      Predicate<@Nullable Object> admits = admits(operator, bound);
      matches = document -> admits.test(document.get("a"));
    }
    int byA = random.nextBoolean() ? 1 : -1;
    int byB = random.nextBoolean() ? 1 : -1;
    int skip = random.nextInt(10);
    int limit = random.nextInt(30);
    Document sort = new Document("a", byA).append("b", byB).append("_id", 1);
    Comparator<Document> a = (x, y) -> byA * compare(x.get("a"), y.get("a"));
    Comparator<Document> order =
        a.thenComparing((x, y) -> byB * x.getInteger("b").compareTo(y.getInteger("b")))
            .thenComparing(document -> document.getInteger("_id"));
    List<Document> expected =
        all.stream()
            .filter(matches)
            .sorted(order)
            .skip(skip)
            .limit(limit == 0 ? Long.MAX_VALUE : limit)
            .toList();
    for (String name : List.of("indexed", "backwards", "plain")) {
      List<Document> found =
          store
              .collection(name)
              .find(query)
              .sort(sort)
              .skip(skip)
              .limit(limit)
              .into(new ArrayList<>());
      assertThat(found).as("%s: %s by %s", name, query, sort).isEqualTo(expected);
    }
  }

  @Test
  void anIndexOverArraysFindsWhatAScanFinds() {
    try (OpenStore store = new OpenStore(directory)) {
      MongoCollection<Document> indexed = store.collection("indexed");
      MongoCollection<Document> plain = store.collection("plain");
      indexed.createIndex(Indexes.ascending("s.a", "s.f", "t"));
      indexed.createIndex(Indexes.descending("u"));
      for (int i = 0; i < 300; i++) {
        Document document =
            new Document("_id", i).append("t", number()).append("u", maybeArray(number()));
        document.append(
            "s", maybeArray(new Document("a", number()).append("f", maybeArray(number()))));
        indexed.insertOne(document);
        plain.insertOne(document);
      }
      assertThat(store.faults("indexed")).isEmpty();
      for (int i = 0; i < 150; i++) {
        Document query = arrayQuery();
        assertThat(ids(indexed, query)).as("%s", query).isEqualTo(ids(plain, query));
      }
    }
  }

  private int number() {
    return random.nextInt(6);
  }

  private Object maybeArray(Object value) {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(value, value instanceof Document ? new Document("a", number()) : number());
      case 1 -> random.nextInt(5) == 0 ? List.of() : List.of(value);
      default -> value;
    };
  }

  private Document arrayQuery() {
    Document range = new Document("$gte", number()).append("$lt", number() + 1);
    return switch (random.nextInt(7)) {
      case 0 -> new Document("s.a", number()).append("s.f", number());
      case 1 -> new Document("s.a", range).append("t", number());
      case 2 ->
          new Document(
              "s", new Document("$elemMatch", new Document("a", number()).append("f", range)));
      case 3 -> new Document("u", range);
      case 4 -> new Document("u", new Document("$elemMatch", range));
      case 5 -> new Document("s.a", new Document("$in", List.of(number(), number())));
      default ->
          new Document(
              "$and", List.of(new Document("s.a", number()), new Document("s.a", number())));
    };
  }

  private static Set<Integer> ids(MongoCollection<Document> collection, Document query) {
    List<Integer> ids = new ArrayList<>();
    collection.find(query).forEach(document -> ids.add(document.getInteger("_id")));
    Set<Integer> once = new HashSet<>(ids);
    assertThat(ids).as("no document twice").hasSameSizeAs(once);
    return once;
  }
}
