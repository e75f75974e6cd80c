package io.entitlementledger.embedded;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonElement;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** A server's answers to commands, as text that says all MongoDB defines of them and no more. */
class Answers {
  private static final JsonWriterSettings EXACT =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  /** Whether it is told in which order a projection gives fields. */
  final boolean fieldOrder;

  private final MongoDatabase database;
  private final String collection;

  Answers(MongoDatabase database, String collection, boolean fieldOrder) {
    this.fieldOrder = fieldOrder;
    this.database = database;
    this.collection = collection;
  }

  String to(BsonDocument command) {
    try {
      return told(command, run(named(command)));
    } catch (MongoCommandException e) {
      return "error " + e.getErrorCode();
    } catch (MongoSocketException _) {
      return "no answer";
    }
  }

  void drop() {
    database.getCollection(collection).drop();
  }

  BsonDocument run(BsonDocument command) {
    return database.runCommand(command, BsonDocument.class);
  }

  private BsonDocument named(BsonDocument command) {
    BsonDocument named = command.clone();
    named.put(command.getFirstKey(), new BsonString(collection));
    return named;
  }

  private String told(BsonDocument command, BsonDocument reply) {
    return switch (command.getFirstKey()) {
      case "find" -> {
        BsonArray found = all(reply, command);
        if (command.containsKey("projection") && !fieldOrder) {
          found.replaceAll(document -> new BsonDocument(sorted(document.asDocument())));
        }
        yield documents(found, command.containsKey("sort"));
      }
      case "aggregate" -> documents(all(reply, command), isSorted(command));
      case "insert", "update", "delete" -> {
        BsonDocument told = only(reply, "n", "nModified", "upserted");
        BsonArray errors = reply.getArray("writeErrors", new BsonArray());
        errors.replaceAll(error -> only(error.asDocument(), "index", "code"));
        yield text(told.append("writeErrors", errors));
      }
      case "findAndModify" -> {
        BsonDocument last = reply.getDocument("lastErrorObject", new BsonDocument());
        yield text(only(reply, "value")) + text(only(last, "n", "updatedExisting", "upserted"));
      }
      default -> text(only(reply, "ok", "n"));
    };
  }

  private static List<BsonElement> sorted(BsonDocument document) {
    return document.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(field -> new BsonElement(field.getKey(), field.getValue()))
        .toList();
  }

  private static boolean isSorted(BsonDocument aggregate) {
    return aggregate.getArray("pipeline").stream()
            .anyMatch(stage -> stage.asDocument().containsKey("$sort"))
        && aggregate.getArray("pipeline").stream()
            .noneMatch(stage -> stage.asDocument().containsKey("$group"));
  }

  /** Every batch of a cursor, each no larger than asked for. */
  private BsonArray all(BsonDocument reply, BsonDocument command) {
    BsonDocument cursor = reply.getDocument("cursor");
    BsonArray all = cursor.getArray("firstBatch");
    BsonValue batchSize = command.get("batchSize");
    int size = all.size();
    while (cursor.getInt64("id").getValue() != 0) {
      if (batchSize != null && size > batchSize.asInt32().getValue()) {
        throw new AssertionError("a batch of " + size + " documents");
      }
      BsonDocument more =
          new BsonDocument("getMore", new BsonInt64(cursor.getInt64("id").getValue()))
              .append("collection", new BsonString(collection));
      if (batchSize != null) {
        more.append("batchSize", batchSize);
      }
      cursor = run(more).getDocument("cursor");
      size = cursor.getArray("nextBatch").size();
      all.addAll(cursor.getArray("nextBatch"));
    }
    return all;
  }

  private static String documents(BsonArray documents, boolean inOrder) {
    Stream<String> each = documents.stream().map(Answers::text);
    return String.join("\n", (inOrder ? each : each.sorted()).toList());
  }

  private static String text(BsonValue value) {
    return new BsonDocument("", value).toJson(EXACT);
  }

  private static BsonDocument only(BsonDocument document, String... names) {
    BsonDocument only = new BsonDocument();
    List<String> wanted = new ArrayList<>(List.of(names));
    wanted.retainAll(document.keySet());
    wanted.forEach(name -> only.append(name, document.get(name)));
    return only;
  }
}
