package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What of each document found is handed out. */
final class Projection {
  private static final String ID = "_id";

  private Projection() {}

  /** Whole fields are copied or left out as bytes; anything finer is left to the library. */
  static UnaryOperator<RawDocument> of(@Nullable Document fields, RocksCollection collection) {
    if (fields == null || fields.isEmpty()) {
      return UnaryOperator.identity();
    }
    Set<String> with = new HashSet<>();
    Set<String> without = new HashSet<>();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      boolean plain = field.getValue() instanceof Number || field.getValue() instanceof Boolean;
      if (!plain || field.getKey().contains(".") || field.getKey().startsWith("$")) {
        return document -> library(document, fields, collection);
      }
      (Utils.isTrue(field.getValue()) ? with : without).add(field.getKey());
    }
    if (with.isEmpty()) {
      return document -> document.project(without, false);
    }
    boolean id = !without.remove(ID);
    if (!without.isEmpty()) {
      return document -> library(document, fields, collection); // refuses to mix them
    }
    if (id) {
      with.add(ID);
    }
    return document -> document.project(with, true);
  }

  private static RawDocument library(
      RawDocument document, Document fields, RocksCollection collection) {
    return RawDocument.of(collection.project(List.of(document.decode()), fields).getFirst());
  }
}
