package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** An order of documents that no index gave: the same order, made in memory. */
final class Sorting {
  /** As in MongoDB, more than this is refused rather than held. */
  private static final long MOST_BYTES = 100 << 20;

  private final List<KeyExtractor> fields = new ArrayList<>();
  private final PriorityQueue<Sortable> kept = new PriorityQueue<>(Comparator.reverseOrder());
  private final Set<String> names = new HashSet<>();
  private final long first;
  private long bytes;
  private long arrival;

  /**
   * @param first how many of the sorted documents are wanted, or 0 for all
   */
  Sorting(Document sort, long first) {
    this.first = first;
    for (Map.Entry<String, Object> entry : sort.entrySet()) {
      names.add(Utils.splitPath(entry.getKey()).getFirst());
      IndexKey field = new IndexKey(entry.getKey(), Fields.number(sort, entry.getKey()) > 0);
      fields.add(new KeyExtractor(List.of(field), false));
    }
  }

  static void requireOrders(Document sort) {
    for (Map.Entry<String, Object> entry : sort.entrySet()) {
      if (!(entry.getValue() instanceof Number order) || Math.abs(order.doubleValue()) != 1) {
        throw new MongoServerError(
            ErrorCode.BadValue, "the order of '" + entry.getKey() + "' must be 1 or -1");
      }
      if (entry.getKey().startsWith("$")) {
        throw Known.unsupported("the order by " + entry.getKey());
      }
    }
  }

  private record Sortable(Key key, long arrival, RawDocument document)
      implements Comparable<Sortable> {
    @Override
    public int compareTo(Sortable other) {
      int order = key.compareTo(other.key);
      return order != 0 ? order : Long.compare(arrival, other.arrival);
    }
  }

  /** The least element of an array stands for it, or the greatest in a descending order. */
  private Key key(RawDocument raw) {
    Document document = raw.decode(names);
    Key key = new Key(new byte[0]);
    for (KeyExtractor field : fields) {
      key = key.plus(field.of(document).entries.firstKey());
    }
    return key;
  }

  void add(RawDocument document) {
    kept.add(new Sortable(key(document), arrival++, document));
    bytes += document.length();
    if (first > 0 && kept.size() > first) {
      bytes -= kept.remove().document().length();
    }
    if (bytes > MOST_BYTES) {
      throw new MongoServerError(
          292,
          "QueryExceededMemoryLimitNoDiskUseAllowed",
          "sorting without an index is limited to %d bytes of documents".formatted(MOST_BYTES));
    }
  }

  Results sorted() {
    return Results.of(kept.stream().sorted().map(Sortable::document).iterator());
  }
}
