package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The documents of one command: their keys are looked up all at once, and so are they written. */
final class Insertion {
  private final RocksCollection collection;
  private final boolean ordered;
  private final NavigableMap<Integer, Document> errors = new TreeMap<>();
  private int inserted;

  Insertion(RocksCollection collection, boolean ordered) {
    this.collection = collection;
    this.ordered = ordered;
  }

  private record Prepared(int index, NewDocument document) {}

  /** Of an ordered command nothing is inserted after the first document that is refused. */
  Document run(List<RawDocument> documents) {
    List<Prepared> prepared = new ArrayList<>();
    for (int i = 0; i < documents.size() && (errors.isEmpty() || !ordered); i++) {
      int index = i;
      attempt(
          index,
          () ->
              prepared.add(new Prepared(index, NewDocument.of(collection, documents.get(index)))));
    }
    List<Key> unique = new ArrayList<>();
    prepared.forEach(one -> one.document().addUniqueKeysTo(unique));
    Store.batch().lookUp(unique);
    for (Prepared one : prepared) {
      boolean done = attempt(one.index(), one.document()::insert);
      inserted += done ? 1 : 0;
      if (!done && ordered) {
        errors.tailMap(one.index(), false).clear();
        break;
      }
    }
    Document reply = new Document("n", inserted);
    if (!errors.isEmpty()) {
      reply.put("writeErrors", errors.values());
    }
    Utils.markOkay(reply);
    return reply;
  }

  private boolean attempt(int index, Runnable work) {
    try {
      work.run();
      return true;
    } catch (StorageFailure e) {
      throw e; // not this document's fault
    } catch (MongoServerError e) {
      Document error =
          new Document("index", index).append("errmsg", e.getMessageWithoutErrorCode());
      error.append("code", e.getCode()).putIfNotNull("codeName", e.getCodeName());
      errors.put(index, error);
      return false;
    }
  }
}
