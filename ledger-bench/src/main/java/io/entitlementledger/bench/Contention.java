package io.entitlementledger.bench;

import io.entitlementledger.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Several processes on one log, and the proof that nothing was lost, doubled or disordered. */
@Command(
    name = "contention",
    description = "Has several processes write one log, and looks through all of it afterwards.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class Contention implements Callable<Integer> {
  @Option(
      names = "--commits",
      defaultValue = "1000000",
      description = "commits of all processes together")
  long commits;

  @Option(names = "--processes", defaultValue = "2", description = "processes that write")
  int processes;

  @Option(names = "--writers", defaultValue = "8", description = "threads of each that write")
  int writers;

  @Option(
      names = "--shared-ratio",
      defaultValue = "0.2",
      description = "how many commits go to accounts that all write, from 0 to 1")
  double sharedRatio;

  @Option(
      names = "--shared-accounts",
      defaultValue = "64",
      description = "how many of those accounts there are")
  int sharedAccounts;

  @Option(names = "--kill", description = "kill the first process when it has done half its share")
  boolean kill;

  @Option(
      names = "--mongodb",
      description = "the connection string of a MongoDB; else a server in this process")
  @Nullable String mongodb;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    AtomicBoolean good = new AtomicBoolean();
    output.of(
        "contention",
        directory -> {
          ContentionRun.Outcome outcome = run(directory);
          good.set(outcome.found().good());
          return "\n" + table(outcome);
        });
    return good.get() ? 0 : 1;
  }

  private ContentionRun.Outcome run(Path directory) throws IOException, InterruptedException {
    String database = "contention_" + UUID.randomUUID().toString().replace("-", "");
    String given = mongodb;
    if (given != null && !given.isBlank()) {
      return new ContentionRun(plan(), given, database, directory).run(kill);
    }
    try (EmbeddedMongo server = EmbeddedMongo.start(directory.resolve("data"))) {
      return new ContentionRun(plan(), server.connectionString(), database, directory).run(kill);
    }
  }

  private ContentionPlan plan() {
    try {
      return new ContentionPlan(commits, processes, writers, sharedRatio, sharedAccounts);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(output.line(), e.getMessage(), e);
    }
  }

  private static String table(ContentionRun.Outcome outcome) {
    ContentionCheck.Result found = outcome.found();
    double seconds = outcome.writing().toNanos() / 1e9;
    return """
    | commits | events | acknowledged | duration | commits/s | lost races (positions) | conflicts \
    (streams) | retries | verification | verdict |
    |---|---|---|---|---|---|---|---|---|---|
    | %s |
    """
        .formatted(
            String.format(
                Locale.ROOT,
                "%,d | %,d | %,d | %s | %,.0f | %,d | %,d | %,d | %s | %s",
                found.commits(),
                found.events(),
                outcome.acknowledged(),
                rounded(outcome.writing()),
                found.commits() / seconds,
                outcome.races(),
                outcome.conflicts(),
                outcome.conflicts() + outcome.busy(),
                rounded(outcome.checking()),
                found.good() ? "good" : "BROKEN: " + String.join("; ", found.flaws())));
  }

  private static String rounded(Duration time) {
    return String.format(Locale.ROOT, "%,.1f s", time.toMillis() / 1e3);
  }
}
