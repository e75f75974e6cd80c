package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, once for each shape of query, that its index, if any, leaves much to do. */
final class Unindexed {
  private static final Logger LOG = LoggerFactory.getLogger(Unindexed.class);

  /** Shapes beyond this many are not told any more, so that memory stays bounded. */
  static final int MOST_SHAPES = 1000;

  private final Set<String> shapes = ConcurrentHashMap.newKeySet();

  void looksAtEverything(String collection, Document query) {
    tell(collection + " " + shape(query), "No index narrows the query of {}");
  }

  void sortsInMemory(String collection, Document query, Document sort) {
    String shape = collection + " " + shape(query) + " by " + sort;
    tell(shape, "Sorted in memory is the query of {}");
  }

  private void tell(String shape, String message) {
    if (shapes.size() < MOST_SHAPES && shapes.add(shape)) {
      LOG.warn(message, shape);
    }
  }

  /** Fields and operators in their alphabetical order, without values. */
  private static String shape(@Nullable Object value) {
    Set<String> parts = new TreeSet<>();
    if (value instanceof Document document) {
      document.forEach((name, below) -> parts.add((name + " " + shape(below)).strip()));
    } else if (value instanceof Collection<?> several) {
      several.stream().filter(Document.class::isInstance).forEach(one -> parts.add(shape(one)));
    }
    return parts.isEmpty() ? "" : parts.toString();
  }
}
