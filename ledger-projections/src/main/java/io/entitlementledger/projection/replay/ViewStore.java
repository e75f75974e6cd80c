package io.entitlementledger.projection.replay;

import static com.mongodb.ErrorCategory.DUPLICATE_KEY;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The database of the views. What is read is on a majority and never rolled back. Writes wait for a
 * majority but ask for no journal: a view can be rebuilt from the log, and the token that says how
 * far it is travels the same way after it.
 */
public final class ViewStore {
  /** The field of a document's identity. */
  public static final String ID = "_id";

  /** The field of the last position a document has taken in. */
  public static final String POSITION = "position";

  private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
  private static final String CLEARINGS = "view_clearings";
  private static final String COUNT = "count";

  private final MongoDatabase database;

  public ViewStore(MongoDatabase database) {
    this.database =
        database
            .withReadConcern(ReadConcern.MAJORITY)
            .withReadPreference(ReadPreference.primary())
            .withWriteConcern(WriteConcern.MAJORITY);
  }

  /** A collection of a view. */
  public MongoCollection<Document> collection(String name) {
    return database.getCollection(name);
  }

  /**
   * How often a view has been cleared. An answer of several reads is whole only if this is the same
   * before the first and after the last of them.
   */
  public long clearings(String projection) {
    Document count = collection(CLEARINGS).find(Filters.eq(projection)).first();
    return count == null ? 0 : count.getLong(COUNT);
  }

  /** Says that a view is about to be cleared. */
  void clearing(String projection) {
    collection(CLEARINGS)
        .updateOne(
            Filters.eq(projection), Updates.inc(COUNT, 1L), new UpdateOptions().upsert(true));
  }

  /**
   * Inserts documents of different ids; one whose id is taken is left as it is. One server inserts
   * them in the order given, though only an ordered command, which ends at the first taken id,
   * promises it.
   *
   * @return those whose id was taken: by an earlier event of the same thing, or by a batch that was
   *     written without its token
   */
  public static List<Document> insertNew(
      MongoCollection<Document> collection, List<Document> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    try {
      collection.insertMany(documents, UNORDERED);
      return List.of();
    } catch (MongoBulkWriteException e) {
      // All others are inserted: that an unordered command goes on carries this.
      if (e.getWriteConcernError() != null
          || e.getWriteErrors().stream().anyMatch(it -> it.getCategory() != DUPLICATE_KEY)) {
        throw e;
      }
      return e.getWriteErrors().stream().map(it -> documents.get(it.getIndex())).toList();
    }
  }

  /** Inserts documents of different ids, each in place of itself if it is there. */
  public static void put(MongoCollection<Document> collection, List<Document> documents) {
    List<Document> taken = insertNew(collection, documents);
    if (!taken.isEmpty()) {
      collection.bulkWrite(
          taken.stream()
              .map(it -> new ReplaceOneModel<>(Filters.eq(it.get(ID)), it, UPSERT))
              .toList());
    }
  }

  /**
   * Writes a document that keeps the {@code position} it has reached. A document that is newer,
   * which a process that has lost its claim may meet, is a duplicate key: the loser stops and reads
   * again.
   */
  public static ReplaceOneModel<Document> replaceOlder(Document document) {
    return new ReplaceOneModel<>(
        Filters.and(Filters.eq(document.get(ID)), Filters.lt(POSITION, document.getLong(POSITION))),
        document,
        UPSERT);
  }

  /** The documents of a source's accounts, by their ids, which begin with its name and a dot. */
  public static Bson accountsOf(Source source) {
    return Filters.and(Filters.gt(ID, source + "."), Filters.lt(ID, source + "/"));
  }

  /** A time in a document. */
  public static Instant instant(Document document, String field) {
    return document.get(field, Date.class).toInstant();
  }

  /** A time in a document, where it is there. */
  public static @Nullable Instant instantOrNull(Document document, String field) {
    Date date = document.get(field, Date.class);
    return date == null ? null : date.toInstant();
  }
}
