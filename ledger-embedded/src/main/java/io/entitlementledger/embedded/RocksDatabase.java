package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.NoSuchCommandException;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One database. Commands that write to a collection follow one another and those of different
 * collections run beside each other; what changes collections or indexes runs alone. Reads take no
 * lock: they read one moment of the store. No answer leaves before what it tells is on disk.
 */
final class RocksDatabase extends AbstractSynchronizedMongoDatabase<Key> {
  private final Store store;
  private final Catalog catalog;
  private final Cursors cursors;
  private final ReadWriteLock definitions = new ReentrantReadWriteLock();
  private final Map<String, Lock> writers = new ConcurrentHashMap<>();

  RocksDatabase(String name, Store store, Catalog catalog, Cursors cursors) {
    super(name, cursors);
    this.store = store;
    this.catalog = catalog;
    this.cursors = cursors;
    store.write(
        () -> {
          initializeNamespacesAndIndexes();
          return this;
        });
  }

  @Override
  public Document handleCommand(
      Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
    Supplier<Document> library =
        () -> super.handleCommand(channel, command, query, databases, oplog);
    try {
      return switch (command.toLowerCase(Locale.ROOT)) {
        case "find" -> new Queries(this, cursors).find(query);
        case "aggregate" -> new Queries(this, cursors).aggregate(query, databases);
        case "insert" -> insert(Fields.text(query, command), query);
        case "update" ->
            write(
                Fields.text(query, command),
                () ->
                    Writes.eachUpdate(
                        query,
                        one -> super.handleCommand(channel, command, one, databases, oplog)));
        case "delete" -> write(Fields.text(query, command), library);
        case "findandmodify" -> {
          Operators.requireModifiers(query.get("update"));
          yield write(Fields.text(query, command), library);
        }
        case "create", "createindexes", "drop" -> define(library);
        case "dropindexes" -> define(() -> dropIndex(command, query));
        case "count" -> new Queries(this, cursors).count(query);
        case "listcollections", "listindexes", "validate" -> library.get();
        default -> throw new NoSuchCommandException(command);
      };
    } finally {
      store.awaitDurable();
    }
  }

  private Document insert(String name, Document query) {
    List<RawDocument> documents = Fields.raw(query, "documents");
    return asWriter(
        name,
        () -> {
          RocksCollection collection = (RocksCollection) resolveOrCreateCollection(name);
          Insertion insertion = new Insertion(collection, Writes.isOrdered(query));
          return store.insert(() -> insertion.run(documents));
        });
  }

  private <T> T write(String collection, Supplier<T> work) {
    return asWriter(collection, () -> store.write(work));
  }

  private <T> T asWriter(String collection, Supplier<T> work) {
    if (collection.startsWith("system.")) { // they describe the others
      throw new MongoServerError(
          73,
          "InvalidNamespace",
          "cannot write to '%s.%s'".formatted(getDatabaseName(), collection));
    }
    Lock writer = writers.computeIfAbsent(collection, _ -> new ReentrantLock());
    return locked(definitions.readLock(), () -> locked(writer, work));
  }

  private <T> T define(Supplier<T> work) {
    return locked(definitions.writeLock(), () -> store.write(work));
  }

  private static <T> T locked(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Of one collection: the library would forget other collections' indexes of this name too. */
  private Document dropIndex(String command, Document query) {
    String name = Fields.text(query, "index");
    if (name.equals("*") || name.equals("_id_")) {
      throw Known.unsupported("dropping the index " + name);
    }
    RocksCollection collection = collection(Fields.text(query, command));
    if (collection != null) {
      collection.dropIndex(name);
      Document description = new Document("ns", collection.getFullName()).append("name", name);
      getOrCreateIndexesCollection().deleteDocuments(description, 1, NoopOplog.get());
    }
    return new Document("ok", 1.0);
  }

  /** Drops every collection; the database itself goes on, so that no command can miss it. */
  void dropAll() {
    define(
        () -> {
          for (Document collection : resolveCollection("system.namespaces", true).queryAll()) {
            String fullName = Fields.text(collection, "name");
            String name = fullName.substring(getDatabaseName().length() + 1);
            if (!name.startsWith("system.")) {
              dropCollection(name, NoopOplog.get());
            }
          }
          return this;
        });
    store.awaitDurable();
  }

  @Nullable RocksCollection collection(String name) {
    return (RocksCollection) resolveCollection(name, false);
  }

  /** In a write of its own, so that nobody can write into a collection that is not yet stored. */
  @Override
  protected synchronized MongoCollection<Key> resolveOrCreateCollection(String name) {
    MongoCollection<Key> existing = resolveCollection(name, false);
    return existing != null ? existing : store.write(() -> super.resolveOrCreateCollection(name));
  }

  @Override
  protected MongoCollection<Key> openOrCreateCollection(String name, CollectionOptions options) {
    int table = catalog.openCollection(getDatabaseName(), name);
    return new RocksCollection(this, name, options, cursors, store, catalog, table);
  }

  @Override
  protected Index<Key> openOrCreateUniqueIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return index(collection, name, keys, true, sparse);
  }

  @Override
  protected Index<Key> openOrCreateSecondaryIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return index(collection, name, keys, false, sparse);
  }

  private Index<Key> index(
      String collection, String name, List<IndexKey> keys, boolean unique, boolean sparse) {
    RocksCollection on = (RocksCollection) resolveCollection(collection, true);
    return new OrderedIndex(on, catalog, name, keys, unique, sparse);
  }

  @Override
  protected long getStorageSize() {
    return 0;
  }

  @Override
  protected long getFileSize() {
    return 0;
  }
}
