package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The commands that read: they hand out documents as they find them. */
final class Queries {
  /** What drivers have done with the documents that they count. */
  private static final List<Document> COUNT =
      List.of(new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1))));

  private final RocksDatabase database;
  private final Cursors cursors;

  Queries(RocksDatabase database, Cursors cursors) {
    this.database = database;
    this.cursors = cursors;
  }

  Document find(Document command) {
    String name = Fields.text(command, "find");
    RocksCollection collection = database.collection(name);
    UnaryOperator<RawDocument> project = Projection.of(document(command, "projection"));
    if (collection == null) {
      return nothing(name);
    }
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

  /** All the documents there are, as the collection counts them. */
  Document count(Document command) {
    RocksCollection collection = database.collection(Fields.text(command, "count"));
    Document reply = new Document("n", collection == null ? 0 : collection.count());
    Utils.markOkay(reply);
    return reply;
  }

  /** What a pipeline begins with, as far as it is a query, is answered from the indexes. */
  Document aggregate(Document command, DatabaseResolver databases) {
    List<Document> pipeline = new ArrayList<>(Aggregation.parse(command.get("pipeline")));
    for (Document stage : pipeline) {
      if (stage.containsKey("$out") || stage.containsKey("$merge")) {
        throw Known.unsupported("an aggregation that writes: " + stage.keySet());
      }
    }
    Document match = first(pipeline, "$match", Document.class);
    Document sort = first(pipeline, "$sort", Document.class);
    Number skip = first(pipeline, "$skip", Number.class);
    Number limit = first(pipeline, "$limit", Number.class);
    if (limit != null && limit.longValue() <= 0) {
      throw new MongoServerError(15958, "the limit must be positive");
    }
    if (skip != null && skip.longValue() < 0) {
      throw new MongoServerError(15956, "$skip must not be negative");
    }
    String name = Fields.text(command, "aggregate");
    RocksCollection collection = database.collection(name);
    Aggregation rest =
        Aggregation.fromPipeline(pipeline, databases, database, collection, NoopOplog.get());
    Document cursor = document(command, "cursor");
    rest.validate(new Document("cursor", cursor == null ? null : new Document()));
    if (collection == null) {
      return nothing(name);
    }
    Results found =
        collection.find(
            match == null ? new Document() : match,
            sort,
            skip == null ? 0 : within(skip),
            limit == null ? 0 : within(limit));
    if (!pipeline.isEmpty()) {
      try (Results read = found) {
        List<Document> made =
            pipeline.equals(COUNT) ? counted(read) : rest.runStages(read.stream());
        found = Results.of(made.stream().map(RawDocument::of).iterator());
      }
    }
    Number batchSize = cursor == null ? null : (Number) cursor.get("batchSize");
    return cursors.first(
        collection.getFullName(), found, UnaryOperator.identity(), batchSize, false);
  }

  /** The same as the stages would make, without a look at what is in the documents. */
  private static List<Document> counted(Results found) {
    int count = 0;
    for (; found.hasNext(); found.next()) {
      count++;
    }
    return count == 0 ? List.of() : List.of(new Document("_id", 1).append("n", count));
  }

  /** Takes the first stage out of a pipeline, if it is this one. */
  private static <T> @Nullable T first(List<Document> pipeline, String stage, Class<T> type) {
    boolean isFirst =
        !pipeline.isEmpty()
            && pipeline.getFirst().size() == 1
            && type.isInstance(pipeline.getFirst().get(stage));
    return isFirst ? type.cast(pipeline.removeFirst().get(stage)) : null;
  }

  private Document nothing(String collection) {
    String namespace = database.getDatabaseName() + "." + collection;
    return Cursors.reply(namespace, "firstBatch", List.of(), 0);
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
