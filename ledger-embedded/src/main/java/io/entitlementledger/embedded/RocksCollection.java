package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * A collection as a table of documents in the order of their {@code _id}. What the library does
 * with documents (matching, updating, upserting) stays the library's; where they are is decided
 * here. One thread at a time writes to a collection, and any number read.
 */
final class RocksCollection extends AbstractMongoCollection<Key> {
  /** Why the library cannot have these: it would ask for them where it is overridden here. */
  private static final String ELSEWHERE = "documents are found and added elsewhere";

  private final Store store;
  private final Catalog catalog;
  private final int table;
  private final Key prefix;
  private final AtomicLong count;
  private final AtomicLong indexVersion = new AtomicLong();
  private volatile List<OrderedIndex> usable = List.of();
  private volatile Set<String> indexedFields = Set.of("_id");

  RocksCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      CursorRegistry cursors,
      Store store,
      Catalog catalog,
      int table) {
    super(database, name, options, cursors);
    this.store = store;
    this.catalog = catalog;
    this.table = table;
    this.prefix = Store.prefix(table);
    this.count = new AtomicLong(catalog.count(table));
  }

  int table() {
    return table;
  }

  List<OrderedIndex> usableIndexes() {
    return usable;
  }

  /** The fields of a document that say what keys it has. */
  Set<String> indexedFields() {
    return indexedFields;
  }

  /** Whether its documents have an {@code _id}: those that describe collections have none. */
  boolean hasIds() {
    return options.getIdField() != null;
  }

  /** Another number whenever an index comes, goes or meets an array where it knew of none. */
  long indexVersion() {
    return indexVersion.get();
  }

  Plan plan(Document query, @Nullable Document sort, boolean inOrder) {
    return Planner.choose(table, usable, query, sort, inOrder);
  }

  void indexesChanged() {
    List<OrderedIndex> ready = getIndexes().stream().map(OrderedIndex.class::cast).toList();
    Set<String> fields = new HashSet<>(Set.of("_id"));
    for (OrderedIndex index : ready) {
      index.getKeys().forEach(key -> fields.add(Utils.splitPath(key.getKey()).getFirst()));
    }
    usable = ready;
    indexedFields = fields;
    indexVersion.incrementAndGet();
  }

  /** Where a document is: its {@code _id}, or all of it in a collection that has none. */
  Key position(Document document) {
    String idField = options.getIdField();
    if (idField != null) {
      return KeyWriter.of(document.get(idField));
    }
    return KeyWriter.of(
        new Document("ns", document.get("ns")).append("name", document.get("name")));
  }

  /** The key in the store of the document at a position. */
  Key place(Key position) {
    return prefix.plus(position);
  }

  byte @Nullable [] read(ReadOptions at, Key position) {
    return get(at, place(position));
  }

  private byte @Nullable [] get(ReadOptions at, Key key) {
    return Store.batchOrNull() == null ? store.get(at, key) : store.get(key);
  }

  Results find(Document query, @Nullable Document sort, int skip, int limit) {
    if (sort != null) {
      Sorting.requireOrders(sort);
    }
    long version = indexVersion();
    Plan plan = plan(query, sort, false);
    if (plan.one()) {
      Results found = lookUp(plan, query, version);
      if (found != null) {
        return found.slice(skip, limit);
      }
    }
    Scan scan = new Scan(store, this, query, sort, false, version, plan);
    if (!scan.plan().narrow() && !query.isEmpty() && !isInternal()) {
      store.unindexed.looksAtEverything(getFullName(), query);
    }
    if (sort == null || scan.plan().sorted()) {
      return scan.slice(skip, limit);
    }
    long wanted = limit == 0 ? 0 : (long) skip + limit;
    try (scan) {
      Sorting sorting = new Sorting(sort, wanted);
      if (wanted == 0 || wanted > FirstFew.MOST) {
        return all(query, sort, scan, sorting).slice(skip, limit);
      }
      try (Scan ordered = Scan.of(store, this, query, sort, true)) {
        if (!ordered.plan().sorted()) {
          store.unindexed.sortsInMemory(getFullName(), query, sort);
        }
        return FirstFew.find(ordered, scan, sorting, wanted).slice(skip, limit);
      }
    }
  }

  /**
   * The one document there may be, without an iterator, which costs more than the reading.
   *
   * @param version of the indexes, that the plan was made by
   * @return null if the plan's index has changed since, and may lead nowhere
   */
  private @Nullable Results lookUp(Plan plan, Document query, long version) {
    Snapshot moment = store.snapshot();
    try (ReadOptions at = new ReadOptions().setSnapshot(moment)) {
      if (version != indexVersion()) {
        return null;
      }
      Key key = plan.ranges().getFirst().from();
      byte[] bytes = get(at, key);
      if (bytes != null && plan.index() != null) {
        bytes = read(at, plan.index().position(key.bytes(), bytes));
      }
      if (bytes == null) {
        return Results.of(Collections.emptyIterator());
      }
      store.examined.increment();
      RawDocument found = new RawDocument(bytes);
      boolean matches = new Filter(query).matches(found);
      return Results.of(matches ? List.of(found).iterator() : Collections.emptyIterator());
    } finally {
      store.release(moment);
    }
  }

  /**
   * A few are sorted here. If they turn out to be many, and an index that gives the order has not
   * many more entries to look at, that index is followed: it holds nothing in memory.
   */
  private Results all(Document query, Document sort, Scan narrow, Sorting sorting) {
    if (!plan(query, sort, true).givesOrderInsteadOf(narrow.plan())) {
      store.unindexed.sortsInMemory(getFullName(), query, sort);
    } else {
      for (long few = 0; few < FirstFew.MOST && narrow.hasNext(); few++) {
        sorting.add(narrow.next());
      }
      if (narrow.hasNext()) {
        Scan ordered = Scan.of(store, this, query, sort, true);
        if (ordered.plan().sorted()) { // its index may have been dropped meanwhile
          return ordered;
        }
        ordered.close();
      }
    }
    narrow.forEachRemaining(sorting::add);
    return sorting.sorted();
  }

  /** Whether it describes other collections: the library asks for those without an index. */
  private boolean isInternal() {
    return getCollectionName().startsWith("system.");
  }

  /** What the library itself reads: all at once, because it may change what it has read. */
  @Override
  protected QueryResult queryDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    Batch batch = Store.batchOrNull();
    int most = limit == 0 && batch != null && batch.firstMatchOnly ? 1 : Math.max(limit, 0);
    try (Results found = find(query, orderBy, skip, most)) {
      return new QueryResult(found.toList());
    }
  }

  @Override
  protected QueryResult matchDocuments(
      Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
    return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
  }

  @Override
  public int count() {
    Batch batch = Store.batchOrNull();
    return Math.toIntExact(count.get() + (batch == null ? 0 : batch.counted(this)));
  }

  long committedCount() {
    return count.get();
  }

  void counted(long change) {
    count.addAndGet(change);
  }

  @Override
  public void addDocument(Document document) {
    NewDocument.of(this, document).insert();
  }

  @Override
  public void removeDocument(Document document) {
    for (OrderedIndex index : usable) {
      index.remove(document);
    }
    removeDocument(position(document));
  }

  @Override
  protected void removeDocument(Key position) {
    Key key = place(position);
    if (store.get(key) != null) {
      Store.batch().delete(key);
      Store.batch().count(this, -1);
    }
  }

  @Override
  protected void handleUpdate(Key position, Document before, Document after) {
    Store.batch().put(place(position), Bson.encode(after));
  }

  @Override
  public void addIndex(Index<Key> index) {
    boolean isNew = getIndexes().stream().noneMatch(i -> i.getName().equals(index.getName()));
    if (isNew && index instanceof OrderedIndex ordered && !ordered.isReady()) {
      new IndexBuild(store, this, ordered).run();
      Store.batch().ifDropped(() -> forget(ordered));
    }
    super.addIndex(index);
    indexesChanged();
  }

  /** What was built for a command that failed; its description was never written. */
  private void forget(OrderedIndex index) {
    getIndexes().remove(index);
    indexesChanged();
    store.discard(index.table());
  }

  @Override
  public void dropIndex(String name) {
    super.dropIndex(name);
    indexesChanged();
  }

  @Override
  public void drop() {
    super.drop();
    catalog.removeCollection(getDatabaseName(), getCollectionName(), table);
  }

  @Override
  public Document validate() {
    return new Validation(store, this).run();
  }

  @Override
  protected Document getDocument(Key position) {
    throw new UnsupportedOperationException(ELSEWHERE);
  }

  @Override
  protected Key addDocumentInternal(Document document) {
    throw new UnsupportedOperationException(ELSEWHERE);
  }

  @Override
  protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
    throw new UnsupportedOperationException(ELSEWHERE);
  }

  @Override
  protected boolean tracksDataSize() {
    return false;
  }

  @Override
  protected void updateDataSize(int change) {
    // Sizes are not tracked.
  }

  @Override
  protected int getDataSize() {
    return 0;
  }
}
