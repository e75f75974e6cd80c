package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a query asks of documents; of each, only the fields it speaks of are decoded. */
final class Filter {
  private final Document query;
  private final QueryMatcher matcher = new DefaultQueryMatcher();

  /** The fields of a document the query looks at, or null if that cannot be told. */
  private final @Nullable Set<String> names;

  Filter(Document query) {
    this.query = query;
    Set<String> found = new HashSet<>();
    this.names = collect(query, found) ? found : null;
  }

  boolean matches(RawDocument document) {
    return query.isEmpty()
        || matcher.matches(names == null ? document.decode() : document.decode(names), query);
  }

  private static boolean collect(Document query, Set<String> into) {
    for (Map.Entry<String, Object> entry : query.entrySet()) {
      String name = entry.getKey();
      if (Set.of("$and", "$or", "$nor").contains(name)
          && entry.getValue() instanceof Iterable<?> parts) {
        for (Object part : parts) {
          if (!(part instanceof Document below) || !collect(below, into)) {
            return false;
          }
        }
      } else if (name.startsWith("$")) {
        return false;
      } else {
        // A path that is not well-formed is a name to the library.
        into.add(name);
        into.add(Utils.splitPath(name).getFirst());
      }
    }
    return true;
  }
}
