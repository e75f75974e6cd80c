package io.entitlementledger.bench;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.result.UpdateResult;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;

/** What a driver tells of a write, in a form to compare. */
final class CrashAnswer {
  private static final int DUPLICATE_KEY = 11000;

  private CrashAnswer() {}

  static Document bulk(int inserted, int modified, int deleted, List<Integer> refused) {
    return new Document("inserted", inserted)
        .append("modified", modified)
        .append("deleted", deleted)
        .append("refused", refused);
  }

  /** Of a write of several documents; those refused have a key another one has. */
  static Document ofBulk(Supplier<BulkWriteResult> write) {
    try {
      return of(write.get(), List.of());
    } catch (MongoBulkWriteException e) {
      if (e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
        throw e;
      }
      return of(
          e.getWriteResult(), e.getWriteErrors().stream().map(BulkWriteError::getIndex).toList());
    }
  }

  private static Document of(BulkWriteResult result, List<Integer> refused) {
    return bulk(
        result.getInsertedCount(), result.getModifiedCount(), result.getDeletedCount(), refused);
  }

  static Document update(long modified, boolean upserted) {
    return new Document("modified", modified).append("upserted", upserted);
  }

  static Document ofUpdate(UpdateResult result) {
    return update(result.getModifiedCount(), result.getUpsertedId() != null);
  }

  static Document refused() {
    return new Document("refused", true);
  }

  static Document refusalOf(Runnable write) {
    try {
      write.run();
      return new Document("refused", false);
    } catch (MongoWriteException e) {
      if (e.getError().getCode() != DUPLICATE_KEY) {
        throw e;
      }
      return refused();
    }
  }
}
