package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that is true of one field of every document a query matches. A query may say more than
 * its conditions: they only tell where to look, and what is found is matched again.
 *
 * @param element a number of the {@code $elemMatch} this is said in, or 0: conditions of the same
 *     one hold together in a single element, others may each be met by a different element
 * @param depth how many names lead to the array of that element
 * @param whole whether it compares whole documents, which says nothing useful about elements
 */
record Condition(String path, List<Interval> intervals, int element, int depth, boolean whole) {

  /** A quoted start or plain characters, of which the last is not repeated or made optional. */
  private static final Pattern LITERAL_START =
      Pattern.compile("\\^(?:\\\\Q((?:(?!\\\\E).)+)\\\\E|([\\p{L}\\p{N} _:/@-]+))(?![*?{+])");

  static List<Condition> of(Document query) {
    List<Condition> conditions = new ArrayList<>();
    collect(query, "", 0, 0, conditions);
    return conditions;
  }

  private static void collect(
      Document query, String prefix, int element, int depth, List<Condition> into) {
    for (Map.Entry<String, Object> entry : query.entrySet()) {
      String name = entry.getKey();
      Object value = entry.getValue();
      if (name.equals("$and") && value instanceof Collection<?> parts) {
        for (Object part : parts) {
          if (part instanceof Document document) {
            collect(document, prefix, element, depth, into);
          }
        }
      } else if (!name.startsWith("$")) {
        String path = prefix + name;
        if (value instanceof BsonRegularExpression regex) {
          addPrefix(regex, path, element, depth, into);
        } else if (value instanceof Document operators && Operators.startIn(operators)) {
          collectOperators(operators, path, element, depth, into);
        } else {
          addPoints(Collections.singletonList(value), path, element, depth, into);
        }
      }
    }
  }

  /**
   * An anchored expression without options is a range of strings by what it literally begins with.
   */
  private static void addPrefix(
      BsonRegularExpression regex, String path, int element, int depth, List<Condition> into) {
    Matcher start = LITERAL_START.matcher(regex.getPattern());
    String options = regex.getOptions();
    if ((options == null || options.isEmpty())
        && start.lookingAt()
        && !regex.getPattern().contains("|")) {
      String literal = start.group(1) == null ? start.group(2) : start.group(1);
      into.add(new Condition(path, List.of(Interval.startingWith(literal)), element, depth, false));
    }
  }

  private static void collectOperators(
      Document operators, String path, int element, int depth, List<Condition> into) {
    if (operators.containsKey("$regex")) {
      addPrefix(
          BsonRegularExpression.convertToRegularExpression(operators), path, element, depth, into);
      return;
    }
    for (Map.Entry<String, Object> entry : operators.entrySet()) {
      Object value = entry.getValue();
      switch (entry.getKey()) {
        case "$eq" -> addPoints(Collections.singletonList(value), path, element, depth, into);
        case "$in" -> {
          if (value instanceof Collection<?> values) {
            addPoints(values, path, element, depth, into);
          }
        }
        case "$gt", "$gte", "$lt", "$lte" -> {
          if (isRangeEnd(value)) {
            Interval interval = Interval.comparison(entry.getKey(), value);
            into.add(new Condition(path, List.of(interval), element, depth, false));
          }
        }
        case "$elemMatch" -> {
          if (element == 0 && value instanceof Document each) {
            int names = Utils.splitPath(path).size();
            int number = into.size() + 1;
            if (Operators.areOfValue(each)) {
              collectOperators(each, path, number, names, into);
            } else {
              collect(each, path + ".", number, names, into);
            }
          }
        }
        default -> {
          // Says nothing about where to look.
        }
      }
    }
  }

  private static void addPoints(
      Collection<?> values, String path, int element, int depth, List<Condition> into) {
    TreeMap<Key, Interval> points = new TreeMap<>();
    boolean whole = false;
    for (Object value : values) {
      if (value instanceof Collection<?> || value instanceof BsonRegularExpression) {
        return;
      }
      whole |= value instanceof Document;
      points.put(KeyWriter.of(value), Interval.of(value));
    }
    into.add(new Condition(path, List.copyOf(points.values()), element, depth, whole));
  }

  private static boolean isRangeEnd(@Nullable Object value) {
    return value != null
        && !(value instanceof Document
            || value instanceof Collection<?>
            || value instanceof MinKey
            || value instanceof MaxKey
            || value instanceof BsonRegularExpression);
  }

  boolean isPoints() {
    return intervals.stream().allMatch(Interval::point);
  }
}
