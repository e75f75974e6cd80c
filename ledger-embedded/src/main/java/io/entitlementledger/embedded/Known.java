package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options and operators there are. What is not known is refused by name before a command does
 * anything, whether or not it would have come to matter.
 */
final class Known {
  /** These say how a command is sent, or what holds here for every command. */
  private static final Set<String> OF_ANY =
      Set.of(
          "$db",
          "lsid",
          "$clusterTime",
          "$readPreference",
          "readConcern",
          "writeConcern",
          "comment",
          "maxTimeMS",
          "txnNumber",
          "apiVersion",
          "apiStrict",
          "apiDeprecationErrors");

  /** What there is besides, and besides the name of the command itself. */
  private static final Map<String, Set<String>> OF_COMMAND =
      Map.ofEntries(
          entry(
              "find",
              "filter sort skip limit batchSize singleBatch projection noCursorTimeout allowDiskUse"
                  + " allowPartialResults"),
          entry("aggregate", "pipeline cursor allowDiskUse bypassDocumentValidation"),
          entry("getmore", "collection batchSize"),
          entry("killcursors", "cursors"),
          entry("insert", "documents ordered bypassDocumentValidation"),
          entry("update", "updates ordered bypassDocumentValidation"),
          entry("delete", "deletes ordered"),
          entry(
              "findandmodify",
              "query sort update remove new fields upsert arrayFilters bypassDocumentValidation"),
          entry("count", "query skip limit"),
          entry("createindexes", "indexes commitQuorum"),
          entry("dropindexes", "index"),
          entry("listindexes", "cursor"),
          entry("listcollections", "filter nameOnly authorizedCollections cursor"),
          entry("drop", ""),
          entry("dropdatabase", ""),
          entry("validate", "full"));

  private static final Set<String> OF_UPDATE = words("q u multi upsert arrayFilters");
  private static final Set<String> OF_DELETE = words("q limit");

  private static final Set<String> CLAUSES = words("$and $or $nor");
  private static final Set<String> OF_QUERY = words("$expr $comment");
  private static final Set<String> OF_FIELD =
      words(
          "$eq $ne $gt $gte $lt $lte $in $nin $not $exists $mod $size $all $elemMatch $type $regex"
              + " $options $ref $id $db");
  private static final Set<String> MODIFIERS =
      words(
          "$set $unset $setOnInsert $inc $mul $min $max $rename $currentDate $push $addToSet $pop"
              + " $pull $pullAll");

  private Known() {}

  private static Map.Entry<String, Set<String>> entry(String command, String options) {
    return Map.entry(command, words(options));
  }

  private static Set<String> words(String words) {
    return Stream.of(words.split(" ")).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Refuses a command with an option that is not known, unless that is switched off. Commands that
   * open or look after a connection take any.
   */
  static void requireOptions(String command, Document query) {
    String name = command.toLowerCase(Locale.ROOT);
    Set<String> options = OF_COMMAND.get(name);
    if (options == null) {
      return;
    }
    requireOptions(command, query, options);
    requireNotNegative(query, "skip");
    requireNotNegative(query, "batchSize");
    if (query.get("cursor") instanceof Document cursor) {
      requireNotNegative(cursor, "batchSize");
    }
    requireFilter(query.getOrDefault("filter", query.get("query")));
    switch (name) {
      case "update" -> requireEach(name, Fields.documents(query, "updates"), OF_UPDATE);
      case "delete" -> requireEach(name, Fields.documents(query, "deletes"), OF_DELETE);
      case "aggregate" ->
          Fields.documents(query, "pipeline").forEach(stage -> requireFilter(stage.get("$match")));
      default -> {}
    }
  }

  private static void requireNotNegative(Document options, String name) {
    if (options.get(name) instanceof Number number && number.longValue() < 0) {
      throw new MongoServerError(51024, "Location51024", name + " must not be negative");
    }
  }

  private static void requireEach(String command, List<Document> parts, Set<String> known) {
    for (Document part : parts) {
      requireOptions(command, part, known);
      requireFilter(part.get("q"));
    }
  }

  private static void requireFilter(@Nullable Object filter) {
    if (filter instanceof Document query) {
      requireOperators(query);
    }
  }

  private static void requireOptions(String command, Document given, Set<String> known) {
    for (Map.Entry<String, Object> option : given.entrySet()) {
      String name = option.getKey();
      boolean isKnown = name.equals(command) || known.contains(name) || OF_ANY.contains(name);
      if (!isKnown && Definitions.isSet(option.getValue())) {
        throw Definitions.unsupported("the option " + name + " of " + command);
      }
    }
  }

  private static void requireOperators(Document query) {
    for (Map.Entry<String, Object> part : query.entrySet()) {
      String name = part.getKey();
      if (CLAUSES.contains(name) && part.getValue() instanceof Collection<?> clauses) {
        documents(clauses).forEach(Known::requireOperators);
      } else if (!name.startsWith("$")) {
        requireOfField(part.getValue());
      } else if (!CLAUSES.contains(name) && !OF_QUERY.contains(name)) {
        throw unknown(name);
      }
    }
  }

  private static Stream<Document> documents(Collection<?> values) {
    return values.stream().filter(Document.class::isInstance).map(Document.class::cast);
  }

  private static void requireOfField(@Nullable Object condition) {
    if (!(condition instanceof Document operators) || !startsWithOperator(operators)) {
      return;
    }
    for (Map.Entry<String, Object> operator : operators.entrySet()) {
      String name = operator.getKey();
      if (!OF_FIELD.contains(name)) {
        throw unknown(name);
      }
      if (name.equals("$not")) {
        requireOfField(operator.getValue());
      } else if (name.equals("$elemMatch") && operator.getValue() instanceof Document each) {
        if (startsWithOperator(each) && !CLAUSES.contains(each.keySet().iterator().next())) {
          requireOfField(each);
        } else {
          requireOperators(each);
        }
      }
    }
    if (operators.containsKey("$regex")
        && !Set.of("$regex", "$options").containsAll(operators.keySet())) {
      throw Definitions.unsupported("$regex together with another operator of the same field");
    }
  }

  private static boolean startsWithOperator(Document document) {
    return !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
  }

  /** Of an update by operators; a whole document has none. */
  static void requireModifiers(@Nullable Object update) {
    if (update instanceof List<?>) {
      throw Definitions.unsupported("updates by an aggregation pipeline");
    }
    if (update instanceof Document modifiers) {
      for (String name : modifiers.keySet()) {
        if (name.startsWith("$") && !MODIFIERS.contains(name)) {
          throw new MongoServerError(
              ErrorCode.FailedToParse, "the update operator " + name + " is not known here");
        }
      }
    }
  }

  private static MongoServerError unknown(String operator) {
    return new MongoServerError(
        ErrorCode.BadValue, "the query operator " + operator + " is not known here");
  }
}
