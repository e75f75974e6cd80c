package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What collections and indexes can be: anything else is refused by name, never half done. */
final class Definitions {
  private static final Set<String> OF_INDEXES =
      Set.of("v", "key", "name", "ns", "unique", "sparse", "background");

  /** What drivers send along with any command. */
  private static final Set<String> OF_COMMANDS =
      Set.of("create", "$db", "lsid", "writeConcern", "comment", "capped", "autoIndexId");

  private Definitions() {}

  /** Zero is set: it makes documents expire at once, say. */
  static boolean isSet(@Nullable Object option) {
    return option != null && !option.equals(false);
  }

  static MongoServerError unsupported(String what) {
    return new MongoServerError(
        ErrorCode.InvalidOptions, "the embedded store does not support " + what);
  }

  static void requireSupported(List<Document> indexes) {
    for (Document index : indexes) {
      for (Map.Entry<String, Object> option : index.entrySet()) {
        if (!OF_INDEXES.contains(option.getKey()) && isSet(option.getValue())) {
          throw unsupported("the index option " + option.getKey());
        }
      }
      for (Map.Entry<String, Object> field : Fields.of(index, "key", Document.class).entrySet()) {
        boolean plain =
            field.getValue() instanceof Number order && Math.abs(order.doubleValue()) == 1;
        boolean position =
            Utils.splitPath(field.getKey()).stream()
                .anyMatch(
                    name -> name.startsWith("$") || name.chars().allMatch(Character::isDigit));
        if (!plain || position) {
          throw unsupported("the index key { %s: %s }".formatted(field.getKey(), field.getValue()));
        }
      }
    }
  }

  /** The options to keep; those that would have to change what a collection does are refused. */
  static Document collectionOptions(Document create) {
    Document options = new Document();
    for (Map.Entry<String, Object> option : create.entrySet()) {
      String name = option.getKey();
      if (name.equals("storageEngine")) {
        options.put(name, option.getValue());
      } else if (!OF_COMMANDS.contains(name) && isSet(option.getValue())) {
        throw unsupported("the collection option " + name);
      }
    }
    return options;
  }

  static Document listed(Document query, Document reply, Function<String, Document> options) {
    Document filter = query.get("filter") instanceof Document given ? given : new Document();
    QueryMatcher matcher = new DefaultQueryMatcher();
    Document cursor = Fields.of(reply, "cursor", Document.class);
    List<Document> kept = new ArrayList<>();
    for (Document collection : Fields.documents(cursor, "firstBatch")) {
      collection.put("options", options.apply(Fields.text(collection, "name")));
      if (matcher.matches(collection, filter)) {
        kept.add(collection);
      }
    }
    cursor.put("firstBatch", kept);
    return reply;
  }
}
