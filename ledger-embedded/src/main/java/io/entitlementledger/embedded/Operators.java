package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operators there are, of queries and of updates. What is not known is refused by name. */
final class Operators {
  private static final Set<String> CLAUSES = Known.words("$and $or $nor");
  private static final Set<String> OF_QUERY = Known.words("$expr $comment");
  private static final Set<String> OF_FIELD =
      Known.words(
          "$eq $ne $gt $gte $lt $lte $in $nin $not $exists $mod $size $all $elemMatch $type $regex"
              + " $options $ref $id $db");
  private static final Set<String> MODIFIERS =
      Known.words(
          "$set $unset $setOnInsert $inc $mul $min $max $rename $currentDate $push $addToSet $pop"
              + " $pull $pullAll");

  private Operators() {}

  static void require(Document query) {
    for (Map.Entry<String, Object> part : query.entrySet()) {
      String name = part.getKey();
      if (CLAUSES.contains(name) && part.getValue() instanceof Collection<?> clauses) {
        documents(clauses).forEach(Operators::require);
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
    if (!(condition instanceof Document operators) || !startIn(operators)) {
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
        if (areOfValue(each)) {
          requireOfField(each);
        } else {
          require(each);
        }
      }
    }
    if (operators.containsKey("$regex")
        && !Set.of("$regex", "$options").containsAll(operators.keySet())) {
      throw Known.unsupported("$regex together with another operator of the same field");
    }
  }

  /** Whether a document says something of a value, or else of the document the value is. */
  static boolean areOfValue(Document document) {
    return startIn(document) && !CLAUSES.contains(document.keySet().iterator().next());
  }

  static boolean startIn(Document document) {
    return !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
  }

  /** Of an update by operators; a whole document has none. */
  static void requireModifiers(@Nullable Object update) {
    if (update instanceof List<?>) {
      throw Known.unsupported("updates by an aggregation pipeline");
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
