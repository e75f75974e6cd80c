package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.fail;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random commands are answered by the store as by another server: the one that {@code
 * LEDGER_TEST_MONGODB_URI} names or, if there is none, the library's own, in memory.
 *
 * <p>{@code -Ddifferential.commands=} says how many, and {@code -Ddifferential.seed=} which.
 */
class DifferentialTest {
  private static final int COMMANDS = Integer.getInteger("differential.commands", 5_000);
  private static final long SEED = Long.getLong("differential.seed", 1);
  private static final int OF_ROUND = 100;

  /** So many tries to make one at the beginning, of which some name the same. */
  private static final int INDEXES = 5;

  private static final @Nullable String URI = System.getenv("LEDGER_TEST_MONGODB_URI");

  @TempDir Path directory;
  private final AtomicInteger collections = new AtomicInteger();

  private record Difference(int at, String expected, String actual) {}

  @Test
  void randomCommandsAreAnsweredAsByAnotherServer() {
    MongoServer memory = URI == null ? new MongoServer(new MemoryBackend()) : null;
    String reference = memory == null ? URI : memory.bindAndGetConnectionString();
    String name = "ledger_differential_" + UUID.randomUUID().toString().substring(0, 8);
    try (OpenStore store = new OpenStore(directory);
        MongoClient client = MongoClients.create(Objects.requireNonNull(reference))) {
      MongoDatabase expected = client.getDatabase(name);
      try {
        IntStream.range(0, COMMANDS / OF_ROUND)
            .parallel()
            .forEach(round -> round(SEED + round, expected, store.database));
      } finally {
        expected.drop();
      }
    } finally {
      if (memory != null) {
        memory.shutdownNow();
      }
    }
  }

  private void round(long seed, MongoDatabase expected, MongoDatabase actual) {
    Scope scope = URI == null ? Scope.OF_LIBRARY : Scope.OF_MONGODB;
    RandomCommands random = new RandomCommands(new Random(seed), scope);
    List<BsonDocument> commands = new ArrayList<>(List.of(RandomCommands.create()));
    for (int i = 0; i < INDEXES; i++) {
      commands.add(random.createIndex());
    }
    for (int i = 0; i < OF_ROUND; i++) {
      BsonDocument command = random.next();
      commands.add(command);
      if (!command.getFirstKey().equals("find")) {
        commands.add(RandomCommands.everything());
      }
    }
    Difference difference = difference(commands, expected, actual);
    if (difference != null) {
      fail(report(seed, shrink(commands, difference, expected, actual), expected, actual));
    }
  }

  private @Nullable Difference difference(
      List<BsonDocument> commands, MongoDatabase expected, MongoDatabase actual) {
    String collection = "c" + collections.incrementAndGet();
    Answers one =
        URI == null
            ? new LibraryAnswers(expected, collection)
            : new Answers(expected, collection, true);
    Answers other = new Answers(actual, collection, one.fieldOrder);
    try {
      for (int i = 0; i < commands.size(); i++) {
        String wanted = one.to(commands.get(i));
        String given = other.to(commands.get(i));
        if (!given.equals(wanted)) {
          return new Difference(i, wanted, given);
        }
      }
      return null;
    } finally {
      one.drop();
      other.drop();
    }
  }

  /** Leaves out every command without which there is still a difference. */
  private List<BsonDocument> shrink(
      List<BsonDocument> commands,
      Difference difference,
      MongoDatabase expected,
      MongoDatabase actual) {
    List<BsonDocument> kept = new ArrayList<>(commands.subList(0, difference.at() + 1));
    for (int i = kept.size() - 2; i >= 0; i--) {
      List<BsonDocument> fewer = new ArrayList<>(kept);
      fewer.remove(i);
      Difference still = difference(fewer, expected, actual);
      if (still != null) {
        kept = new ArrayList<>(fewer.subList(0, still.at() + 1));
        i = Math.min(i, kept.size() - 1);
      }
    }
    return kept;
  }

  private String report(
      long seed, List<BsonDocument> commands, MongoDatabase expected, MongoDatabase actual) {
    Difference last = Objects.requireNonNull(difference(commands, expected, actual));
    return "-Ddifferential.seed=%d -Ddifferential.commands=%d\n%s\nexpected:\n%s\nbut was:\n%s"
        .formatted(
            seed,
            OF_ROUND,
            commands.stream().map(BsonDocument::toJson).collect(Collectors.joining("\n")),
            last.expected(),
            last.actual());
  }
}
