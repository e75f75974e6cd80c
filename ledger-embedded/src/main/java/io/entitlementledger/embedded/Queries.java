package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The commands that read: they hand out documents as they find them. */
final class Queries {
  /** The stages of a pipeline that counts, in this order, and what the last one has to be. */
  private static final List<String> COUNTING = List.of("$match", "$skip", "$limit", "$group");

  private static final Document COUNT = new Document("_id", 1).append("n", new Document("$sum", 1));

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
      String namespace = database.getDatabaseName() + "." + name;
      return Cursors.reply(namespace, "firstBatch", List.of(), 0);
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

  /** Drivers count documents by a pipeline, and no other pipeline is known here. */
  Document aggregate(Document command) {
    String name = Fields.text(command, "aggregate");
    List<Document> pipeline = Fields.documents(command, "pipeline");
    Document stages = new Document();
    pipeline.forEach(stages::putAll);
    List<String> known = new ArrayList<>(COUNTING);
    known.retainAll(stages.keySet());
    boolean counts = COUNT.equals(stages.get("$group")) && stages.size() == pipeline.size();
    if (!counts || !known.equals(List.copyOf(stages.keySet()))) {
      throw Known.unsupported("an aggregation other than a count: " + stages.keySet());
    }
    if (stages.containsKey("$limit") && number(stages, "$limit") <= 0) {
      throw new MongoServerError(15958, "the limit must be positive");
    }
    if (number(stages, "$skip") < 0) {
      throw new MongoServerError(15956, "$skip must not be negative");
    }
    Document match = document(stages, "$match");
    Document filter = match == null ? new Document() : match;
    RocksCollection collection = database.collection(name);
    int count =
        collection == null
            ? 0
            : collection.count(filter, number(stages, "$skip"), number(stages, "$limit"));
    Document counted = new Document("_id", 1).append("n", count);
    String namespace = database.getDatabaseName() + "." + name;
    List<RawDocument> found = count == 0 ? List.of() : List.of(RawDocument.of(counted));
    return Cursors.reply(namespace, "firstBatch", found, 0);
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
