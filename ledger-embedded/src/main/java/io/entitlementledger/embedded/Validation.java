package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/** Checks that a collection's count and each of its indexes agree with its documents. */
final class Validation {
  private static final int MOST_ERRORS = 20;

  private final Store store;
  private final RocksCollection collection;
  private final List<String> errors = new ArrayList<>();
  private long documents;

  Validation(Store store, RocksCollection collection) {
    this.store = store;
    this.collection = collection;
  }

  Document run() {
    Snapshot snapshot = store.snapshot();
    Document entriesOfIndex = new Document();
    try (ReadOptions at = new ReadOptions().setSnapshot(snapshot)) {
      List<OrderedIndex> indexes = collection.usableIndexes();
      long[] expected = new long[indexes.size()];
      store.each(
          at,
          Store.prefix(collection.table()),
          entry -> {
            documents++;
            Document document = Bson.decode(entry.value());
            for (int i = 0; i < expected.length; i++) {
              expected[i] += check(indexes.get(i), document, at);
            }
          });
      for (int i = 0; i < expected.length; i++) {
        long found = entries(indexes.get(i), at);
        entriesOfIndex.put(indexes.get(i).getName(), found);
        if (found != expected[i]) {
          error(
              "%s has %d entries for %d keys"
                  .formatted(indexes.get(i).getName(), found, expected[i]));
        }
      }
      byte[] count = store.get(at, Catalog.countKey(collection.table()));
      long counted = count == null ? 0 : ByteBuffer.wrap(count).getLong();
      if (counted != documents) {
        error("the count is %d, and there are %d documents".formatted(counted, documents));
      }
    } finally {
      store.release(snapshot);
    }
    Document response =
        new Document("ns", collection.getFullName())
            .append("nrecords", documents)
            .append("nIndexes", entriesOfIndex.size())
            .append("keysPerIndex", entriesOfIndex)
            .append("valid", errors.isEmpty())
            .append("errors", errors);
    Utils.markOkay(response);
    return response;
  }

  private long check(OrderedIndex index, Document document, ReadOptions at) {
    if (index.isClustered()) {
      return 1;
    }
    Key position = collection.position(document);
    var keys = index.keysOf(document).entries.keySet();
    for (Key key : keys) {
      Key entry = index.entryKey(key, position);
      byte[] value = store.get(at, entry);
      if (value == null || !index.position(entry.bytes(), value).equals(position)) {
        error(
            "%s does not lead to the document %s"
                .formatted(index.getName(), String.valueOf(document.get("_id"))));
      }
    }
    return keys.size();
  }

  private long entries(OrderedIndex index, ReadOptions at) {
    AtomicLong count = new AtomicLong();
    store.each(at, Store.prefix(index.table()), _ -> count.incrementAndGet());
    return count.get();
  }

  private void error(String fault) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(fault);
    }
  }
}
