package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.entitlementledger.bench.ContentionTally.Count;
import io.entitlementledger.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Several processes write one log; afterwards it is looked through. */
final class ContentionRun {
  /** The process that is killed where one is. */
  static final int KILLED = 0;

  private static final Duration LOOK = Duration.ofMillis(5);

  private final ContentionPlan plan;
  private final String connection;
  private final String database;
  private final Path directory;

  /**
   * @param connection where the MongoDB is
   * @param database one that is not there yet
   * @param directory where the tallies are to be
   */
  ContentionRun(ContentionPlan plan, String connection, String database, Path directory) {
    this.plan = plan;
    this.connection = connection;
    this.database = database;
    this.directory = directory;
  }

  /** What came of it. */
  record Outcome(
      ContentionCheck.Result found,
      Duration writing,
      Duration checking,
      long acknowledged,
      long races,
      long conflicts,
      long busy) {}

  /**
   * Runs it to the end.
   *
   * @param kill whether to kill one of the processes when it has done half of its share
   */
  Outcome run(boolean kill) throws IOException, InterruptedException {
    List<ContentionTally> tallies = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    long start = System.nanoTime();
    try {
      for (int i = 0; i < plan.processes(); i++) {
        tallies.add(ContentionTally.open(tally(i), plan.writers()));
        processes.add(start(i));
      }
      if (kill) {
        killHalfway(processes.get(KILLED), tallies.get(KILLED));
      }
      for (int i = 0; i < plan.processes(); i++) {
        int ended = processes.get(i).waitFor();
        if (ended != 0 && !(kill && i == KILLED)) {
          throw new IllegalStateException(
              "process %d ended with %d:%n%s".formatted(i, ended, Files.readString(said())));
        }
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    long written = System.nanoTime();
    ContentionCheck.Result found = check(tallies, kill ? KILLED : -1);
    return new Outcome(
        found,
        Duration.ofNanos(written - start),
        Duration.ofNanos(System.nanoTime() - written),
        sum(tallies, Count.ACKNOWLEDGED),
        sum(tallies, Count.RACES),
        sum(tallies, Count.CONFLICTS),
        sum(tallies, Count.BUSY));
  }

  private Path tally(int process) {
    return directory.resolve("tally-" + process);
  }

  private Path said() {
    return directory.resolve("said");
  }

  private Process start(int process) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ContentionWorker.class.getName(),
                connection,
                database,
                tally(process).toString(),
                Integer.toString(process)));
    command.addAll(plan.arguments());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(said().toFile()))
        .start();
  }

  private void killHalfway(Process process, ContentionTally tally) throws InterruptedException {
    long half =
        IntStream.range(0, plan.writers()).mapToLong(i -> plan.commitsOf(KILLED, i)).sum() / 2;
    while (tally.sum(Count.ACKNOWLEDGED) < half) {
      if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("it ended before it could be killed");
      }
    }
    process.destroyForcibly();
  }

  /** Of each writer of each process what it was acknowledged. */
  private List<List<Long>> acknowledged(List<ContentionTally> tallies) {
    return tallies.stream()
        .map(
            tally ->
                IntStream.range(0, plan.writers())
                    .mapToObj(writer -> tally.get(writer, Count.ACKNOWLEDGED))
                    .toList())
        .toList();
  }

  private ContentionCheck.Result check(List<ContentionTally> tallies, int killed) {
    try (MongoClient client = MongoClients.create(connection)) {
      return new ContentionCheck(new EventLog(client.getDatabase(database)))
          .run(acknowledged(tallies), killed);
    }
  }

  private static long sum(List<ContentionTally> tallies, Count count) {
    return tallies.stream().mapToLong(tally -> tally.sum(count)).sum();
  }
}
