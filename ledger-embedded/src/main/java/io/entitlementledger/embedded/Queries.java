package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The commands that read: they hand out documents as they find them. */
final class Queries {
  private final RocksDatabase database;
  private final Cursors cursors;

  Queries(RocksDatabase database, Cursors cursors) {
    this.database = database;
    this.cursors = cursors;
  }

  Document find(Document command) {
    String name = Fields.text(command, "find");
    RocksCollection collection = database.collection(name);
    if (collection == null) {
      return nothing(name);
    }
    Document projection = document(command, "projection");
    UnaryOperator<RawDocument> project = Projection.of(projection, collection);
    Document filter = document(command, "filter");
    Results results =
        collection.find(
            filter == null ? new Document() : filter,
            document(command, "sort"),
            number(command, "skip"),
            Math.abs(number(command, "limit")));
    boolean only = Utils.isTrue(command.get("singleBatch")) || number(command, "limit") < 0;
    Number batchSize = (Number) command.get("batchSize");
    return cursors.first(collection.getFullName(), results, project, batchSize, only);
  }

  Document count(Document command) {
    RocksCollection collection = database.collection(Fields.text(command, "count"));
    Document query = document(command, "query");
    int limit = Math.abs(number(command, "limit"));
    int skip = number(command, "skip");
    Document reply =
        new Document("n", collection == null ? 0 : collection.count(query, skip, limit));
    Utils.markOkay(reply);
    return reply;
  }

  /** What a pipeline begins with, as far as it is a query, is answered from the indexes. */
  Document aggregate(String name, Document command, DatabaseResolver databases) {
    List<Document> pipeline = Aggregation.parse(command.get("pipeline"));
    RocksCollection collection = database.collection(name);
    int taken = 0;
    Document match = stage(pipeline, taken, "$match") instanceof Document given ? given : null;
    taken += match == null ? 0 : 1;
    Document sort = stage(pipeline, taken, "$sort") instanceof Document given ? given : null;
    taken += sort == null ? 0 : 1;
    Number skip = stage(pipeline, taken, "$skip") instanceof Number given ? given : null;
    taken += skip == null ? 0 : 1;
    Number limit = stage(pipeline, taken, "$limit") instanceof Number given ? given : null;
    taken += limit == null ? 0 : 1;
    if (limit != null && limit.longValue() <= 0) {
      throw new MongoServerError(15958, "the limit must be positive");
    }
    if (skip != null && skip.longValue() < 0) {
      throw new MongoServerError(15956, "$skip must not be negative");
    }
    List<Document> rest = pipeline.subList(taken, pipeline.size());
    Aggregation aggregation =
        Aggregation.fromPipeline(rest, databases, database, collection, NoopOplog.get());
    Document cursor = document(command, "cursor");
    aggregation.validate(new Document("cursor", cursor == null ? null : new Document()));
    if (collection == null) {
      return nothing(name);
    }
    Results found =
        collection.find(
            match == null ? new Document() : match,
            sort,
            skip == null ? 0 : within(skip),
            limit == null ? 0 : within(limit));
    Number batchSize = cursor == null ? null : (Number) cursor.get("batchSize");
    String namespace = collection.getFullName();
    if (rest.isEmpty()) {
      return cursors.first(namespace, found, UnaryOperator.identity(), batchSize, false);
    }
    try (found) {
      List<Document> made = aggregation.runStages(found.stream());
      Results results = Results.of(made.stream().map(RawDocument::of).iterator());
      return cursors.first(namespace, results, UnaryOperator.identity(), batchSize, false);
    }
  }

  static boolean isModifying(Document aggregate) {
    List<Document> pipeline = Aggregation.parse(aggregate.get("pipeline"));
    return pipeline.stream().anyMatch(s -> s.containsKey("$out") || s.containsKey("$merge"));
  }

  private static @Nullable Object stage(List<Document> pipeline, int at, String name) {
    boolean alone = at < pipeline.size() && pipeline.get(at).size() == 1;
    return alone ? pipeline.get(at).get(name) : null;
  }

  private Document nothing(String collection) {
    String namespace = database.getDatabaseName() + "." + collection;
    return Cursors.reply(namespace, "firstBatch", Collections.emptyList(), 0);
  }

  private static @Nullable Document document(Document command, String name) {
    return command.get(name) == null ? null : Fields.of(command, name, Document.class);
  }

  private static int number(Document command, String name) {
    return command.get(name) == null ? 0 : within(Fields.of(command, name, Number.class));
  }

  /** As many documents as can be counted here, where more are asked for. */
  private static int within(Number number) {
    return Math.clamp(number.longValue(), -Integer.MAX_VALUE, Integer.MAX_VALUE);
  }
}
