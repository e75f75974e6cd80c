package io.entitlementledger.embedded;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Answers of the library's own backend, in memory, set right where they are known not to be
 * MongoDB's:
 *
 * <ul>
 *   <li>an insert tells how many documents were sent; it has to tell how many were inserted;
 *   <li>an index dropped by its name goes in every collection, though only in their lists;
 *   <li>updates that are ordered go on after one that failed; they have to stop there;
 *   <li>a projection gives fields in its own order; it has to keep that of the document.
 * </ul>
 */
final class LibraryAnswers extends Answers {
  LibraryAnswers(MongoDatabase database, String collection) {
    super(database, collection, false);
  }

  @Override
  BsonDocument run(BsonDocument command) {
    return switch (command.getFirstKey()) {
      case "insert" -> insert(command);
      case "update" -> update(command);
      case "dropIndexes" -> dropIndex(command);
      default -> super.run(command);
    };
  }

  /** By its keys, of which no two indexes here have the same. */
  private BsonDocument dropIndex(BsonDocument command) {
    BsonDocument list = new BsonDocument("listIndexes", command.get("dropIndexes"));
    super.run(list).getDocument("cursor").getArray("firstBatch").stream()
        .map(BsonValue::asDocument)
        .filter(index -> index.getString("name").equals(command.get("index")))
        .forEach(index -> command.append("index", index.get("key")));
    return super.run(command);
  }

  private BsonDocument insert(BsonDocument command) {
    BsonDocument reply = super.run(command);
    BsonArray errors = reply.getArray("writeErrors", new BsonArray());
    if (!errors.isEmpty()) {
      boolean ordered = command.getBoolean("ordered").getValue();
      int first = errors.getFirst().asDocument().getInt32("index").getValue();
      int sent = command.getArray("documents").size();
      reply.append("n", new BsonInt32(ordered ? first : sent - errors.size()));
    }
    return reply;
  }

  private BsonDocument update(BsonDocument command) {
    BsonArray updates = command.getArray("updates");
    boolean ordered = command.getBoolean("ordered", BsonBoolean.TRUE).getValue();
    BsonArray upserted = new BsonArray();
    BsonArray errors = new BsonArray();
    int matched = 0;
    int modified = 0;
    for (int i = 0; i < updates.size() && (errors.isEmpty() || !ordered); i++) {
      BsonDocument one = command.clone().append("updates", new BsonArray(List.of(updates.get(i))));
      BsonDocument reply = super.run(one);
      matched += reply.getInt32("n").getValue();
      modified += reply.getInt32("nModified").getValue();
      addAt(i, reply.getArray("upserted", new BsonArray()), upserted);
      addAt(i, reply.getArray("writeErrors", new BsonArray()), errors);
    }
    BsonDocument reply =
        new BsonDocument("n", new BsonInt32(matched)).append("nModified", new BsonInt32(modified));
    if (!upserted.isEmpty()) {
      reply.append("upserted", upserted);
    }
    return reply.append("writeErrors", errors);
  }

  private static void addAt(int index, BsonArray parts, BsonArray all) {
    parts.forEach(part -> all.add(part.asDocument().append("index", new BsonInt32(index))));
  }
}
