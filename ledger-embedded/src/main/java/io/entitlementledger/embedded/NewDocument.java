package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.InvalidIdFieldError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A document on its way into a collection, with the keys it will have there. */
final class NewDocument {
  private static final String ID = "_id";

  private final RocksCollection collection;
  private final RawDocument document;
  private final Key position;
  private final Key place;
  private final List<Indexed> indexed = new ArrayList<>();

  private record Indexed(OrderedIndex index, KeyExtractor.Keys keys) {}

  /**
   * @param fields all of it that the indexes look at; it is given an {@code _id} if it has none
   */
  private NewDocument(RocksCollection collection, RawDocument document, Document fields) {
    this.collection = collection;
    this.document = document;
    this.position = collection.position(fields);
    this.place = collection.place(position);
    for (OrderedIndex index : collection.usableIndexes()) {
      indexed.add(new Indexed(index, index.keys(fields)));
    }
  }

  static NewDocument of(RocksCollection collection, RawDocument document) {
    document.requireFit();
    Document fields = document.decode(collection.indexedFields());
    boolean hasId = fields.containsKey(ID);
    completeId(fields);
    RawDocument whole = hasId ? document : document.withFirst(ID, fields.get(ID));
    return new NewDocument(collection, whole, fields);
  }

  static NewDocument of(RocksCollection collection, Document document) {
    if (collection.hasIds()) {
      completeId(document);
    }
    return new NewDocument(collection, Bson.storable(document), document);
  }

  /** Refuses what an update makes of a document if it cannot be stored. */
  static void requireUpdatable(Document updated) {
    for (String name : updated.keySet()) {
      if (name.contains(".")) { // which the library would refuse after it has changed the indexes
        throw new MongoServerError(
            ErrorCode.BadValue, "a document with a '.' in the name '" + name + "' is not updated");
      }
    }
    Bson.storable(updated);
  }

  private static void completeId(Document fields) {
    if (fields.get(ID) instanceof Collection<?>) {
      throw new InvalidIdFieldError("The '_id' value cannot be of type array");
    }
    if (!fields.containsKey(ID)) {
      fields.put(ID, new ObjectId());
    }
  }

  /** Every key that must be free, as {@link #insert} asks for it. */
  void addUniqueKeysTo(List<Key> all) {
    for (Indexed by : indexed) {
      if (by.index.isUnique()) {
        by.keys.entries.keySet().forEach(key -> all.add(by.index.entryKey(key, position)));
      }
    }
  }

  /** Writes the document and its index entries, or nothing if a unique key is taken. */
  void insert() {
    indexed.forEach(by -> by.index.requireFree(by.keys, position));
    boolean replaces = indexed.isEmpty() && Store.batch().get(place) != null;
    for (Indexed by : indexed) {
      if (!by.index.isClustered()) {
        by.index.put(by.keys.entries.keySet(), position);
      }
    }
    Store.batch().put(place, document);
    if (!replaces) {
      Store.batch().count(collection, 1);
    }
  }
}
