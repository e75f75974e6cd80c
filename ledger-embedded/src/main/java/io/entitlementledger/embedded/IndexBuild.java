package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;

/**
 * Fills a new index from the documents there are, some at a time so that memory stays bounded.
 * Until it is marked ready, in the same write as its description, the index counts for nothing: a
 * crash leaves a table that the next opening removes. Nobody may write to the collection meanwhile.
 */
final class IndexBuild {
  private static final int AT_ONCE = 5_000;

  private final Store store;
  private final RocksCollection collection;
  private final OrderedIndex index;

  IndexBuild(Store store, RocksCollection collection, OrderedIndex index) {
    this.store = store;
    this.collection = collection;
    this.index = index;
  }

  void run() {
    if (collection.count() > 0) {
      try (Results all = collection.find(new Document(), null, 0, 0)) {
        while (all.hasNext()) {
          fill(all);
        }
      } catch (MongoServerError e) {
        store.discard(index.table());
        throw new IndexBuildFailedException(e, collection);
      }
    }
    index.markReady();
  }

  private void fill(Results documents) {
    store.write(
        () -> {
          for (int i = 0; i < AT_ONCE && documents.hasNext(); i++) {
            Document document = documents.next().decode();
            Key position = collection.position(document);
            KeyExtractor.Keys keys = index.keys(document);
            index.requireFree(keys, position);
            index.put(keys.entries.keySet(), position);
          }
          return index;
        });
  }
}
