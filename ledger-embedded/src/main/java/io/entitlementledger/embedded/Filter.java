package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a query asks of documents; of each, only the fields it speaks of are decoded. */
final class Filter {
  private static final Set<String> CLAUSES = Set.of("$and", "$or", "$nor");
  private static final Set<String> OF_CONDITIONS = Set.of("$not", "$elemMatch");

  private final Document query;
  private final QueryMatcher matcher = new DefaultQueryMatcher();

  /** The fields of a document the query looks at, or null if that cannot be told. */
  private final @Nullable Set<String> names;

  Filter(Document query) {
    this.query = exact(query);
    Set<String> found = new HashSet<>();
    this.names = collect(query, found) ? found : null;
  }

  /**
   * The same, with a document that is looked for as a whole said to be so. Where the value is no
   * document, the library else looks for its fields alone.
   */
  private static Document exact(Document query) {
    Document exact = new Document();
    query.forEach((name, value) -> exact.put(name, exact(name, value)));
    return exact;
  }

  private static @Nullable Object exact(String name, @Nullable Object asked) {
    if (asked instanceof Collection<?> clauses && CLAUSES.contains(name)) {
      return clauses.stream().map(each -> each instanceof Document of ? exact(of) : each).toList();
    }
    if (!(asked instanceof Document document)) {
      return asked;
    }
    if (name.startsWith("$")) {
      return OF_CONDITIONS.contains(name) ? exact(document) : document;
    }
    return Operators.startIn(document) ? exact(document) : new Document("$eq", document);
  }

  boolean matches(RawDocument document) {
    return query.isEmpty()
        || matcher.matches(names == null ? document.decode() : document.decode(names), query);
  }

  private static boolean collect(Document query, Set<String> into) {
    for (Map.Entry<String, Object> entry : query.entrySet()) {
      String name = entry.getKey();
      if (CLAUSES.contains(name) && entry.getValue() instanceof Iterable<?> parts) {
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
