package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What of each document found is handed out. */
final class Projection {
  private static final String ID = "_id";

  private Projection() {}

  /** Whole fields are copied or left out as bytes; anything finer is refused. */
  static UnaryOperator<RawDocument> of(@Nullable Document fields) {
    if (fields == null || fields.isEmpty()) {
      return UnaryOperator.identity();
    }
    Set<String> with = new HashSet<>();
    Set<String> without = new HashSet<>();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      String name = field.getKey();
      boolean plain = field.getValue() instanceof Number || field.getValue() instanceof Boolean;
      if (!plain || name.contains(".") || name.startsWith("$")) {
        throw Known.unsupported("the projection { %s: %s }".formatted(name, field.getValue()));
      }
      (Utils.isTrue(field.getValue()) ? with : without).add(name);
    }
    if (with.isEmpty()) {
      return document -> document.project(without, false);
    }
    if (!without.remove(ID)) {
      with.add(ID);
    }
    if (!without.isEmpty()) {
      throw new MongoServerError(
          31254, "Location31254", "a projection that takes in fields cannot leave out " + without);
    }
    return document -> document.project(with, true);
  }
}
