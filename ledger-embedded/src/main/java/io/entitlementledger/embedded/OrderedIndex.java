package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index as a table of its own, in the order of its fields. An entry of a unique index is found
 * by the fields alone and holds the document's position; any other entry ends with the position and
 * holds its length. The index on {@code _id} has no table: the documents are kept in its order.
 */
final class OrderedIndex extends Index<Key> {
  private final RocksCollection collection;
  private final Catalog catalog;
  private final boolean unique;
  private final boolean clustered;
  private final KeyExtractor extractor;
  private final Key prefix;
  private volatile Catalog.IndexState state;
  private volatile List<Long> savedArrays;

  OrderedIndex(
      RocksCollection collection,
      Catalog catalog,
      String name,
      List<IndexKey> fields,
      boolean unique,
      boolean sparse) {
    super(name, fields, sparse);
    this.collection = collection;
    this.catalog = catalog;
    this.unique = unique;
    this.clustered = fields.size() == 1 && fields.getFirst().getKey().equals("_id");
    this.extractor = new KeyExtractor(fields, sparse);
    List<Long> noArrays = Collections.nCopies(fields.size(), 0L);
    Catalog.IndexState known =
        catalog.index(collection.getDatabaseName(), collection.getCollectionName(), name);
    if (clustered) {
      this.state = new Catalog.IndexState(collection.table(), true, noArrays);
    } else if (known != null && known.ready()) {
      this.state = known;
    } else {
      this.state = new Catalog.IndexState(catalog.newTable(), false, noArrays);
    }
    this.savedArrays = state.arrays();
    this.prefix = Store.prefix(state.table());
  }

  boolean isClustered() {
    return clustered;
  }

  int table() {
    return state.table();
  }

  boolean isReady() {
    return state.ready();
  }

  /** Where in this field's path documents have arrays. */
  long arrays(int field) {
    return state.arrays().get(field);
  }

  @Override
  public boolean isUnique() {
    return unique;
  }

  @Override
  public boolean isSparse() {
    return super.isSparse();
  }

  /** The library compares only what is sparse; the same name for other fields is a conflict too. */
  @Override
  public boolean hasSameOptions(Index<?> other) {
    return toIndexDescription().equals(other.toIndexDescription());
  }

  /** The keys of a document that is only looked at. */
  KeyExtractor.Keys keysOf(Document document) {
    return extractor.of(document);
  }

  /** The keys of a document that is being written: from now on its arrays are known of. */
  KeyExtractor.Keys keys(Document document) {
    KeyExtractor.Keys keys = keysOf(document);
    widen(keys.arrays);
    return keys;
  }

  /** Readers must know of an array before they can meet it, so this comes before the commit. */
  private void widen(long[] met) {
    List<Long> arrays = state.arrays();
    boolean known = savedArrays.equals(arrays);
    for (int i = 0; i < met.length; i++) {
      known = known && (met[i] & ~arrays.get(i)) == 0;
    }
    if (known) {
      return;
    }
    Arrays.setAll(met, i -> met[i] | arrays.get(i));
    List<Long> wider = Arrays.stream(met).boxed().toList();
    if (!wider.equals(arrays)) {
      state = new Catalog.IndexState(state.table(), state.ready(), wider);
      collection.indexesChanged();
    }
    if (!wider.equals(savedArrays)) {
      save();
      Store.batch().afterCommit(() -> savedArrays = wider);
    }
  }

  private void save() {
    catalog.putIndex(
        collection.getDatabaseName(), collection.getCollectionName(), getName(), state);
  }

  /** Refuses the document if another one has any of its keys. */
  void requireFree(KeyExtractor.Keys keys, Key position) {
    if (!unique) {
      return;
    }
    for (Map.Entry<Key, List<@Nullable Object>> entry : keys.entries.entrySet()) {
      byte[] holder = Store.batch().get(entryKey(entry.getKey(), position));
      if (holder != null && (clustered || !position.equals(new Key(holder)))) {
        throw new DuplicateKeyError(
            this, collection, getKeys(), new KeyValue(new ArrayList<>(entry.getValue())));
      }
    }
  }

  void put(Set<Key> keys, Key position) {
    byte[] value =
        unique
            ? position.bytes()
            : ByteBuffer.allocate(Integer.BYTES).putInt(position.length()).array();
    keys.forEach(key -> Store.batch().put(entryKey(key, position), value));
  }

  void delete(Set<Key> keys, Key position) {
    keys.forEach(key -> Store.batch().delete(entryKey(key, position)));
  }

  Key entryKey(Key fields, Key position) {
    Key key = prefix.plus(fields);
    return unique ? key : key.plus(position);
  }

  /** Where the document of an entry is. */
  Key position(byte[] key, byte[] value) {
    if (clustered) {
      return new Key(key).from(Integer.BYTES);
    }
    return unique
        ? new Key(value)
        : new Key(key).from(key.length - ByteBuffer.wrap(value).getInt());
  }

  /** From here on, once the command at hand is written, the index holds every document. */
  void markReady() {
    state = new Catalog.IndexState(state.table(), true, state.arrays());
    save();
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Key> ignored) {
    requireFree(keys(document), collection.position(document));
  }

  @Override
  public void add(Document document, Key position, MongoCollection<Key> ignored) {
    if (!clustered) {
      put(keys(document).entries.keySet(), position);
    }
  }

  @Override
  public Key remove(Document document) {
    Key position = collection.position(document);
    if (!clustered) {
      delete(keys(document).entries.keySet(), position);
    }
    return position;
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<Key> ignored) {
    if (clustered) {
      // Every collection that is updated has this index, and no entry has been moved yet.
      NewDocument.requireUpdatable(after);
    } else {
      requireFree(keys(after), collection.position(before));
    }
  }

  @Override
  public void updateInPlace(
      Document before, Document after, Key position, MongoCollection<Key> ignored) {
    if (clustered) {
      return;
    }
    Set<Key> old = keys(before).entries.keySet();
    Set<Key> updated = keys(after).entries.keySet();
    delete(without(old, updated), position);
    put(without(updated, old), position);
  }

  private static Set<Key> without(Set<Key> some, Set<Key> others) {
    Set<Key> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  @Override
  public Key getPosition(Document document) {
    return collection.position(document);
  }

  @Override
  public void drop() {
    if (!clustered) {
      catalog.removeIndex(
          collection.getDatabaseName(), collection.getCollectionName(), getName(), state.table());
    }
  }

  /** Queries are planned by {@link Planner}, never by asking an index. */
  @Override
  public boolean canHandle(Document query) {
    return false;
  }

  @Override
  public Iterable<Key> getPositions(Document query) {
    throw new UnsupportedOperationException("queries are planned elsewhere");
  }

  /** A ready index must not be built again, even over an empty collection. */
  @Override
  public boolean isEmpty() {
    return !state.ready();
  }

  @Override
  public long getCount() {
    return collection.count();
  }

  @Override
  public long getDataSize() {
    return 0;
  }
}
