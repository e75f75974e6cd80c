package io.entitlementledger.bench;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.types.Binary;

/** The collections of the crash campaign. Every document in them but the counters has a writer. */
final class CrashStore {
  static final String ITEMS = "items";
  static final String COMMITS = "commits";
  static final String COUNTERS = "counters";
  static final int COUNTERS_COUNT = 8;

  /** Collections of one writer, made and dropped as it goes. */
  static final String SCRATCH = "scratch-";

  static final String EXTRA_INDEX = "extra";

  /** Whose the counters are, and the collections and indexes that stay. */
  static final int NOBODY = -1;

  private CrashStore() {}

  /** A client that asks once: what became of a request is to be seen, not mended. */
  static MongoClient connect(String connection) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(connection))
            .retryWrites(false)
            .retryReads(false)
            .build());
  }

  static MongoDatabase database(MongoClient client) {
    return client.getDatabase("crash");
  }

  /** Makes what stays; nothing happens if it is there. */
  static void define(MongoDatabase database) {
    MongoCollection<Document> items = database.getCollection(ITEMS);
    items.createIndex(Indexes.ascending("w", "v"), new IndexOptions().unique(true));
    items.createIndex(Indexes.ascending("g", "w"));
    items.createIndex(Indexes.ascending("tag"), new IndexOptions().sparse(true));
    MongoCollection<Document> commits = database.getCollection(COMMITS);
    commits.createIndex(Indexes.ascending("s.a", "s.f"), new IndexOptions().unique(true));
    commits.createIndex(Indexes.ascending("s.a", "_id"));
    database.getCollection(COUNTERS).createIndex(Indexes.ascending("n"));
  }

  /** The places of what {@link #define} makes. */
  static List<CrashPlace> defined() {
    return List.of(
        CrashPlace.ofCollection(ITEMS),
        CrashPlace.ofIndex(ITEMS, "w_1_v_1"),
        CrashPlace.ofIndex(ITEMS, "g_1_w_1"),
        CrashPlace.ofIndex(ITEMS, "tag_1"),
        CrashPlace.ofCollection(COMMITS),
        CrashPlace.ofIndex(COMMITS, "s.a_1_s.f_1"),
        CrashPlace.ofIndex(COMMITS, "s.a_1__id_1"),
        CrashPlace.ofCollection(COUNTERS),
        CrashPlace.ofIndex(COUNTERS, "n_1"));
  }

  /** All there is, of each writer. */
  static Map<Integer, NavigableMap<CrashPlace, Document>> read(MongoDatabase database) {
    Map<Integer, NavigableMap<CrashPlace, Document>> all = new HashMap<>();
    for (String name : database.listCollectionNames()) {
      if (name.startsWith("system.")) {
        continue;
      }
      int owner =
          name.startsWith(SCRATCH) ? Integer.parseInt(name.substring(SCRATCH.length())) : NOBODY;
      of(all, owner).put(CrashPlace.ofCollection(name), new Document());
      MongoCollection<Document> collection = database.getCollection(name);
      for (Document index : collection.listIndexes()) {
        String indexName = index.getString("name");
        if (!indexName.equals("_id_")) {
          int indexOwner = indexName.equals(EXTRA_INDEX) ? 0 : owner;
          of(all, indexOwner)
              .put(CrashPlace.ofIndex(name, indexName), index.get("key", Document.class));
        }
      }
      for (Document document : collection.find().batchSize(5_000)) {
        of(all, document.getInteger("w", NOBODY))
            .put(new CrashPlace(name, document.getString("_id")), brief(document));
      }
    }
    return all;
  }

  private static NavigableMap<CrashPlace, Document> of(
      Map<Integer, NavigableMap<CrashPlace, Document>> all, int owner) {
    return all.computeIfAbsent(owner, _ -> new TreeMap<>());
  }

  /** The document with its payload reduced to what tells it from others. */
  static Document brief(Document document) {
    Document brief = new Document(document);
    brief.computeIfPresent(
        "p",
        (_, payload) -> {
          byte[] bytes = ((Binary) payload).getData();
          return bytes.length + " bytes of hash " + Arrays.hashCode(bytes);
        });
    return brief;
  }
}
