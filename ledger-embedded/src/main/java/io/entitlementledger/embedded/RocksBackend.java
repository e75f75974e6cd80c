package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.exception.NoSuchCommandException;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every database of one store, for commands as the library knows them. */
final class RocksBackend extends AbstractMongoBackend {
  /** What the library would do outside of any database, and not as it has to be done here. */
  private static final Set<String> LIBRARY_ONLY = Set.of("listdatabases", "renamecollection");

  private final Store store;
  private final Catalog catalog;
  private final Cursors cursors;

  RocksBackend(Store store, Cursors cursors) {
    this.store = store;
    this.cursors = cursors;
    this.catalog = new Catalog(store);
    catalog.databases().forEach(this::resolveDatabase);
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new RocksDatabase(name, store, catalog, cursors);
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    cursors.closeIdle();
    try {
      Known.requireOptions(command, query);
      if (LIBRARY_ONLY.contains(command.toLowerCase(Locale.ROOT))) {
        throw new NoSuchCommandException(command);
      }
      return super.handleCommand(channel, database, command, query);
    } catch (MongoServerException e) {
      return refusal(e);
    }
  }

  static Document refusal(MongoServerException e) {
    Document reply = new Document("ok", 0.0).append("errmsg", e.getMessageWithoutErrorCode());
    if (e instanceof MongoServerError error) {
      reply.append("code", error.getCode());
      reply.putIfNotNull("codeName", error.getCodeName());
    }
    return reply;
  }

  @Override
  public void dropDatabase(String name) {
    ((RocksDatabase) resolveDatabase(name)).dropAll();
  }

  @Override
  protected Document handleGetMore(String database, String command, Document query) {
    String namespace = database + "." + query.get("collection");
    long cursor = Fields.of(query, command, Number.class).longValue();
    return cursors.next(namespace, cursor, (Number) query.get("batchSize"));
  }

  @Override
  protected Document handleKillCursors(Document query) {
    List<Long> killed = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (Object id : Fields.of(query, "cursors", List.class)) {
      (cursors.remove((Long) id) ? killed : unknown).add((Long) id);
    }
    Document reply = new Document("cursorsKilled", killed).append("cursorsNotFound", unknown);
    Utils.markOkay(reply);
    return reply;
  }

  @Override
  public void close() {
    super.close();
    cursors.close();
  }
}
