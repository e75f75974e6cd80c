package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options there are. What is not known is refused by name before a command does anything,
 * whether or not it would have come to matter.
 */
final class Known {
  /** These say how a command is sent, or what holds here for every command. */
  private static final Set<String> OF_ANY =
      words(
          """
          $db lsid $clusterTime $readPreference readConcern writeConcern comment maxTimeMS txnNumber
          apiVersion apiStrict apiDeprecationErrors
          """);

  /** What there is besides, after the name of the command. */
  private static final Map<String, Set<String>> OF_COMMAND =
      """
      find filter sort skip limit batchSize singleBatch projection noCursorTimeout allowDiskUse \
      allowPartialResults
      aggregate pipeline cursor allowDiskUse bypassDocumentValidation
      getmore collection batchSize
      killcursors cursors
      insert documents ordered bypassDocumentValidation
      update updates ordered bypassDocumentValidation
      delete deletes ordered
      findandmodify query sort update remove new upsert arrayFilters bypassDocumentValidation
      count
      create
      createindexes indexes commitQuorum
      dropindexes index
      listindexes cursor
      listcollections nameOnly authorizedCollections cursor
      drop
      dropdatabase
      validate full
      """
          .lines()
          .collect(Collectors.toUnmodifiableMap(line -> line.split(" ", 2)[0], Known::words));

  private static final Set<String> OF_UPDATE = words("q u multi upsert arrayFilters");
  private static final Set<String> OF_DELETE = words("q limit");
  private static final Set<String> OF_INDEX = words("v key name ns unique sparse background");

  private Known() {}

  static Set<String> words(String words) {
    return Stream.of(words.split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }

  static MongoServerError unsupported(String what) {
    return new MongoServerError(
        ErrorCode.InvalidOptions, "the embedded store does not support " + what);
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
    requireOptions(
        command,
        query,
        option -> option.equals(command) || options.contains(option) || OF_ANY.contains(option));
    requireNotNegative(query, "skip");
    requireNotNegative(query, "batchSize");
    if (query.get("cursor") instanceof Document cursor) {
      requireNotNegative(cursor, "batchSize");
    }
    requireFilter(query.getOrDefault("filter", query.get("query")));
    switch (name) {
      case "update" -> requireEach(command, query, "updates", OF_UPDATE);
      case "delete" -> requireEach(command, query, "deletes", OF_DELETE);
      case "aggregate" ->
          Fields.documents(query, "pipeline").forEach(stage -> requireFilter(stage.get("$match")));
      case "createindexes" -> Fields.documents(query, "indexes").forEach(Known::requireIndex);
      default -> {}
    }
  }

  private static void requireNotNegative(Document options, String name) {
    if (options.get(name) instanceof Number number && number.longValue() < 0) {
      throw new MongoServerError(51024, "Location51024", name + " must not be negative");
    }
  }

  private static void requireEach(String command, Document query, String name, Set<String> known) {
    for (Document part : Fields.documents(query, name)) {
      requireOptions(command, part, known::contains);
      requireFilter(part.get("q"));
    }
  }

  private static void requireFilter(@Nullable Object filter) {
    if (filter instanceof Document query) {
      Operators.require(query);
    }
  }

  /** One that is null or false is not set; zero is: it makes documents expire at once, say. */
  private static void requireOptions(String of, Document given, Predicate<String> known) {
    given.forEach(
        (name, value) -> {
          if (!known.test(name) && value != null && !value.equals(false)) {
            throw unsupported("the option " + name + " of " + of);
          }
        });
  }

  private static void requireIndex(Document index) {
    requireOptions("an index", index, OF_INDEX::contains);
    for (Map.Entry<String, Object> field : Fields.of(index, "key", Document.class).entrySet()) {
      boolean plain =
          field.getValue() instanceof Number order && Math.abs(order.doubleValue()) == 1;
      boolean position =
          Utils.splitPath(field.getKey()).stream()
              .anyMatch(name -> name.startsWith("$") || name.chars().allMatch(Character::isDigit));
      if (!plain || position) {
        throw unsupported("the index key { %s: %s }".formatted(field.getKey(), field.getValue()));
      }
    }
  }
}
