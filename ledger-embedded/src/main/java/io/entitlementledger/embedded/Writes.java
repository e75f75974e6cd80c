package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where the library's answers to bulk writes differ from MongoDB's, they are set right here. */
final class Writes {
  private Writes() {}

  static boolean isOrdered(Document command) {
    return Utils.isTrue(command.getOrDefault("ordered", true));
  }

  private static List<Document> documents(Document reply, String name) {
    return reply.containsKey(name) ? Fields.documents(reply, name) : List.of();
  }

  /** Runs the updates one by one and, if they are ordered, none after one that failed. */
  static Document eachUpdate(Document update, UnaryOperator<Document> library) {
    int matched = 0;
    int modified = 0;
    List<Document> upserted = new ArrayList<>();
    List<Document> errors = new ArrayList<>();
    List<Document> updates = Fields.documents(update, "updates");
    updates.forEach(one -> Operators.requireModifiers(one.get("u")));
    for (int i = 0; i < updates.size() && (errors.isEmpty() || !isOrdered(update)); i++) {
      Document one = new Document(update).append("updates", List.of(updates.get(i)));
      Store.batch().firstMatchOnly = !Utils.isTrue(updates.get(i).get("multi"));
      Document reply = library.apply(one);
      matched += Fields.number(reply, "n");
      modified += Fields.number(reply, "nModified");
      for (Document upsert : documents(reply, "upserted")) {
        upserted.add(upsert.append("index", i));
      }
      for (Document error : documents(reply, "writeErrors")) {
        // Some of the library's have no code, and a driver cannot read an error without one.
        error.putIfAbsent("code", ErrorCode.FailedToParse.getValue());
        errors.add(error.append("index", i));
      }
    }
    Document all = new Document("n", matched).append("nModified", modified);
    if (!upserted.isEmpty()) {
      all.put("upserted", upserted);
    }
    if (!errors.isEmpty()) {
      all.put("writeErrors", errors);
    }
    Utils.markOkay(all);
    return all;
  }
}
