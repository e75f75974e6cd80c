package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** Which tables there are and what they hold; itself the table 0. */
final class Catalog {
  private static final int COLLECTION = 'c';
  private static final int INDEX = 'i';
  private static final int COUNT = 'n';

  private final Store store;
  private final AtomicInteger lastTable = new AtomicInteger();

  /** Reads the catalog and removes every table nothing leads to: drops and builds cut short. */
  Catalog(Store store) {
    this.store = store;
    Set<Integer> known = new HashSet<>();
    each(COLLECTION, entry -> known.add(Fields.number(entry, "table")));
    each(
        INDEX,
        entry -> {
          if (IndexState.of(entry).ready()) {
            known.add(Fields.number(entry, "table"));
          }
        });
    for (int table : tablesOnDisk()) {
      lastTable.accumulateAndGet(table, Math::max);
      if (!known.contains(table)) {
        store.discard(table);
      }
    }
    known.forEach(table -> lastTable.accumulateAndGet(table, Math::max));
  }

  /** What is known of an index; the arrays are those of {@link KeyExtractor.Keys#arrays}. */
  record IndexState(int table, boolean ready, List<Long> arrays) {
    private static IndexState of(Document entry) {
      List<Long> arrays = new ArrayList<>();
      for (Object bits : Fields.of(entry, "arrays", List.class)) {
        arrays.add((Long) bits);
      }
      return new IndexState(
          Fields.number(entry, "table"), Fields.of(entry, "ready", Boolean.class), arrays);
    }

    private Document toDocument() {
      return new Document("table", table).append("ready", ready).append("arrays", arrays);
    }
  }

  /** A number no table has had since the store was opened, and that no table on disk has. */
  int newTable() {
    return lastTable.incrementAndGet();
  }

  Set<String> databases() {
    Set<String> names = new TreeSet<>();
    each(COLLECTION, entry -> names.add(Fields.text(entry, "database")));
    return names;
  }

  int openCollection(String database, String name) {
    Key key = key(COLLECTION).text(database).text(name).toKey();
    byte[] known = store.get(key);
    if (known != null) {
      return Fields.number(Bson.decode(known), "table");
    }
    int table = newTable();
    Document entry = new Document("table", table).append("database", database);
    Store.batch().put(key, Bson.encode(entry));
    return table;
  }

  void removeCollection(String database, String name, int table) {
    Store.batch().delete(key(COLLECTION).text(database).text(name).toKey());
    Store.batch().delete(countKey(table));
    Store.batch().discard(table);
  }

  @Nullable IndexState index(String database, String collection, String name) {
    byte[] known = store.get(indexKey(database, collection, name));
    return known == null ? null : IndexState.of(Bson.decode(known));
  }

  void putIndex(String database, String collection, String name, IndexState state) {
    Store.batch().put(indexKey(database, collection, name), Bson.encode(state.toDocument()));
  }

  void removeIndex(String database, String collection, String name, int table) {
    Store.batch().delete(indexKey(database, collection, name));
    Store.batch().discard(table);
  }

  private static Key indexKey(String database, String collection, String name) {
    return key(INDEX).text(database).text(collection).text(name).toKey();
  }

  static Key countKey(int table) {
    return key(COUNT).integer(table).toKey();
  }

  long count(int table) {
    byte[] count = store.get(countKey(table));
    return count == null ? 0 : ByteBuffer.wrap(count).getLong();
  }

  private static KeyWriter key(int kind) {
    return new KeyWriter().integer(0).one(kind);
  }

  private void each(int kind, Consumer<Document> visitor) {
    try (ReadOptions now = new ReadOptions()) {
      store.each(now, key(kind).toKey(), entry -> visitor.accept(Bson.decode(entry.value())));
    }
  }

  private Set<Integer> tablesOnDisk() {
    Set<Integer> tables = new TreeSet<>();
    try (ReadOptions now = new ReadOptions();
        RocksIterator keys = store.iterator(now)) {
      keys.seek(Store.prefix(1).bytes());
      while (Store.isOnEntry(keys)) {
        int table = ByteBuffer.wrap(keys.key()).getInt();
        tables.add(table);
        keys.seek(Store.prefix(table).next().bytes());
      }
    }
    return tables;
  }
}
