package io.entitlementledger.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Commands whose answers MongoDB defines: what is taken of several matches is ordered by a key that
 * no two share, and an update of many changes nothing that must be unique.
 */
final class RandomCommands {
  private static final List<String> PATHS =
      List.of("_id", "a", "a", "b", "b", "c", "c.x", "c.y", "d.x", "d.y", "n", "u");

  private static final List<String> INDEXES =
      Stream.of(
              "{key: {a: 1}}",
              "{key: {a: -1, n: 1}}",
              "{key: {b: 1}}",
              "{key: {b: -1, _id: 1}}",
              "{key: {n: 1, b: 1}}",
              "{key: {'c.x': 1, 'c.y': -1}, sparse: true}",
              "{key: {'d.x': 1, 'd.y': 1}}",
              "{key: {'d.y': -1, n: -1}}",
              "{key: {c: 1}}",
              "{key: {u: 1}, unique: true, sparse: true}",
              "{key: {u: 1, _id: 1}, unique: true}")
          .toList();

  private static final List<String> UNIQUE_TOGETHER = List.of("u", "_id");

  private final RandomValues values;

  private final Scope scope;
  private final List<String> indexes;

  RandomCommands(Random random, Scope scope) {
    this.values = new RandomValues(random, scope);
    this.scope = scope;
    this.indexes =
        INDEXES.stream()
            .filter(index -> scope.sparseUnique() || !index.contains("unique: true, sparse"))
            .toList();
  }

  static BsonDocument create() {
    return command("create");
  }

  static BsonDocument everything() {
    return BsonDocument.parse("{find: '', filter: {}, sort: {_id: 1}}");
  }

  BsonDocument next() {
    return switch (values.random.nextInt(40)) {
      case 0 -> createIndex();
      case 1 -> dropIndex();
      case 2, 3, 4, 5, 6, 7, 8, 9 -> insert();
      case 10, 11, 12, 13, 14 -> update();
      case 15, 16 -> delete();
      case 17, 18 -> findAndModify();
      case 19 -> command("count");
      case 20, 21, 22, 23 -> aggregate();
      default -> find();
    };
  }

  private static BsonDocument command(String name) {
    return new BsonDocument(name, new BsonString(""));
  }

  BsonDocument createIndex() {
    BsonDocument index = BsonDocument.parse(values.oneOf(indexes));
    index.append("name", new BsonString(name(index)));
    return command("createIndexes").append("indexes", new BsonArray(List.of(index)));
  }

  private BsonDocument dropIndex() {
    BsonDocument index = BsonDocument.parse(values.oneOf(indexes));
    return command("dropIndexes").append("index", new BsonString(name(index)));
  }

  private static String name(BsonDocument index) {
    List<String> parts = new ArrayList<>();
    index
        .getDocument("key")
        .forEach((field, order) -> parts.add(field + order.asNumber().intValue()));
    return String.join("_", parts);
  }

  private BsonDocument insert() {
    BsonArray documents = new BsonArray();
    for (int i = values.random.nextInt(4); i >= 0; i--) {
      BsonDocument document = new BsonDocument("_id", values.id());
      document.putAll(values.fields());
      documents.add(document);
    }
    return command("insert")
        .append("documents", documents)
        .append("ordered", BsonBoolean.valueOf(values.random.nextBoolean()));
  }

  private BsonDocument byId() {
    BsonDocument filter = new BsonDocument("_id", values.id());
    return values.oneIn(3) ? filter.append("n", condition()) : filter;
  }

  private BsonDocument update() {
    BsonArray updates = new BsonArray();
    for (int i = values.oneIn(3) ? 2 : 0; i >= 0; i--) {
      updates.add(oneUpdate());
    }
    return command("update")
        .append("updates", updates)
        .append("ordered", BsonBoolean.valueOf(values.random.nextBoolean()));
  }

  private BsonDocument oneUpdate() {
    BsonDocument update = new BsonDocument();
    if (values.oneIn(3)) {
      return update
          .append("q", filter())
          .append("u", operators(true))
          .append("multi", BsonBoolean.TRUE);
    }
    return update
        .append("q", new BsonDocument("_id", values.id()))
        .append("u", values.oneIn(3) ? values.fields() : operators(false))
        .append("upsert", BsonBoolean.valueOf(values.random.nextBoolean()));
  }

  /** Of an update of many none may fail: it is not told which others have been updated then. */
  private BsonDocument operators(boolean many) {
    BsonDocument operators = new BsonDocument();
    List<String> paths = new ArrayList<>(List.of("a", "b", "c.x", "c.y", "d", "u"));
    if (many) {
      paths.removeAll(List.of("c.x", "c.y", "u"));
    }
    if (values.oneIn(2)) {
      String path = values.oneOf(paths);
      paths.remove(path);
      BsonValue value = path.equals("b") || path.equals("d") ? values.value() : values.scalar();
      operators.append(values.oneIn(5) ? "$setOnInsert" : "$set", of(path, value));
    }
    if (values.oneIn(3)) {
      operators.append("$unset", of(values.oneOf(paths), new BsonString("")));
    } else if (!many && paths.contains("b")) {
      String operator = values.oneOf(List.of("$push", "$addToSet", "$pull"));
      operators.append(operator, of("b", values.scalar()));
    }
    if (operators.isEmpty() || values.oneIn(3)) {
      operators.append(values.oneOf(List.of("$inc", "$max", "$min")), of("n", values.small()));
    }
    return operators;
  }

  private static BsonDocument of(String name, BsonValue value) {
    return new BsonDocument(name, value);
  }

  private BsonDocument delete() {
    boolean one = values.oneIn(2);
    BsonDocument delete =
        of("q", one ? byId() : of("$and", new BsonArray(List.of(filter(), filter()))))
            .append("limit", new BsonInt32(one ? 1 : 0));
    return command("delete")
        .append("deletes", new BsonArray(List.of(delete)))
        .append("ordered", BsonBoolean.TRUE);
  }

  private BsonDocument findAndModify() {
    BsonDocument command =
        command("findAndModify").append("query", filter()).append("sort", sort());
    if (values.oneIn(4)) {
      return command.append("remove", BsonBoolean.TRUE);
    }
    if (values.oneIn(3)) {
      command.append("query", of("_id", values.id())).append("upsert", BsonBoolean.TRUE);
    }
    return command
        .append("update", operators(false))
        .append("new", BsonBoolean.valueOf(values.random.nextBoolean()));
  }

  private BsonDocument find() {
    BsonDocument find = command("find").append("filter", filter());
    if (values.oneIn(2)) {
      find.append("sort", sort());
      if (values.oneIn(3)) {
        find.append("skip", values.small());
      }
      if (values.oneIn(2)) {
        find.append("limit", new BsonInt32(1 + values.random.nextInt(9)));
      }
    }
    if (values.oneIn(3)) {
      find.append("batchSize", new BsonInt32(1 + values.random.nextInt(9)));
    }
    if (values.oneIn(4)) {
      find.append("projection", projection());
    }
    return find;
  }

  private BsonDocument projection() {
    BsonInt32 kept = new BsonInt32(values.random.nextInt(2));
    BsonDocument projection = of(values.oneOf(List.of("a", "b", "c", "d")), kept);
    return projection.append(values.oneOf(List.of("n", "u", "e")), kept);
  }

  /** Ends with {@code _id}, so that the order is told wholly. */
  private BsonDocument sort() {
    BsonDocument sort = new BsonDocument();
    for (int i = values.random.nextInt(3); i > 0; i--) {
      sort.append(values.oneOf(scope.sortPaths()), order());
    }
    return sort.append("_id", order());
  }

  private BsonInt32 order() {
    return new BsonInt32(values.oneIn(2) ? -1 : 1);
  }

  private BsonDocument aggregate() {
    BsonArray pipeline = new BsonArray();
    if (!values.oneIn(4)) {
      pipeline.add(of("$match", filter()));
    }
    if (values.oneIn(2)) {
      pipeline.add(of("$sort", sort()));
      if (values.oneIn(2)) {
        pipeline.add(of("$skip", values.small()));
      }
      if (values.oneIn(2)) {
        pipeline.add(of("$limit", new BsonInt32(1 + values.random.nextInt(9))));
      }
    }
    switch (values.random.nextInt(4)) {
      case 0 -> {
        // A group is named by the first number of those that are equal, a 4 or a 4.0.
        pipeline.add(of("$sort", of("_id", new BsonInt32(1))));
        pipeline.add(
            BsonDocument.parse(
                "{$group: {_id: '%s', n: {$sum: 1}, of: {$sum: '$n'}}}"
                    .formatted(values.oneOf(List.of("1", "$n", "$c.y")))));
      }
      case 1 -> pipeline.add(BsonDocument.parse("{$group: {_id: 1, n: {$sum: 1}}}"));
      case 2 -> pipeline.add(of("$project", of("n", new BsonInt32(1))));
      default -> {
        // As it is found.
      }
    }
    return command("aggregate").append("pipeline", pipeline).append("cursor", new BsonDocument());
  }

  private BsonDocument filter() {
    BsonDocument filter = new BsonDocument();
    for (int i = values.random.nextInt(3); i > 0; i--) {
      filter.append(values.oneOf(PATHS), condition());
    }
    if (!scope.compoundPatterns() && filter.keySet().containsAll(UNIQUE_TOGETHER)) {
      filter.values().removeIf(BsonValue::isRegularExpression);
    }
    return switch (values.random.nextInt(12)) {
      case 0 -> filter.append("$or", both());
      case 1 -> filter.append("$and", both());
      case 2 -> filter.append("$nor", both());
      case 3 -> filter.append("d", of("$elemMatch", pair()));
      default -> filter;
    };
  }

  private BsonDocument pair() {
    BsonDocument pair = of("x", condition());
    return values.oneIn(2) ? pair.append("y", condition()) : pair;
  }

  private BsonArray both() {
    return new BsonArray(
        List.of(of(values.oneOf(PATHS), condition()), of(values.oneOf(PATHS), condition())));
  }

  private BsonValue condition() {
    return switch (values.random.nextInt(16)) {
      case 0, 1, 2 -> values.scalar();
      case 3 -> whole(values.value());
      case 4 -> of("$in", values.array(values::scalar));
      case 5 -> of("$nin", values.array(values::scalar));
      case 6 -> of("$ne", values.scalar());
      case 7 -> of("$exists", BsonBoolean.valueOf(values.random.nextBoolean()));
      case 8 -> of("$not", comparison());
      case 9 -> values.oneIn(2) ? of("$size", values.small()) : of("$elemMatch", comparison());
      // None of these matches the text of a number: see the deviations in the module's README.
      case 10 -> new BsonRegularExpression(values.oneOf(List.of("^a", "^ab?", "b$", "^$")));
      case 11 -> of("$eq", values.oneIn(3) ? BsonNull.VALUE : values.scalar());
      default -> comparison();
    };
  }

  private BsonValue whole(BsonValue value) {
    return value.isDocument() && !scope.plainDocuments() ? of("$eq", value) : value;
  }

  private BsonDocument comparison() {
    BsonDocument comparison =
        of(
            values.oneOf(List.of("$gt", "$gte", "$lt", "$lte")),
            values.oneIn(2) ? values.small() : values.scalar());
    return values.oneIn(3)
        ? comparison.append(values.oneOf(List.of("$gt", "$lte")), values.small())
        : comparison;
  }
}
