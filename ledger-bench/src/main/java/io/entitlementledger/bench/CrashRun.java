package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.bench.CrashFlaw.Kind;
import io.entitlementledger.bench.CrashTally.Phase;
import io.entitlementledger.embedded.EmbeddedMongo;
import io.entitlementledger.embedded.EmbeddedStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bson.Document;

/** Kills processes that write, and looks after each time at what is there. */
final class CrashRun {
  private static final int CYCLES_OF_A_DIRECTORY = 50;
  private static final int MOST_ACKNOWLEDGED = 600;

  private final CrashPlan plan;
  private final Path directory;
  private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);
  private final List<CrashFlaw> flaws = new ArrayList<>();
  private CrashCheck check = new CrashCheck();
  private Duration lastOpening = Duration.ofMillis(300);
  private long acknowledged;

  CrashRun(CrashPlan plan, Path directory) {
    this.plan = plan;
    this.directory = directory;
  }

  /**
   * What came of it.
   *
   * @param kills how often a process was killed in each phase; in the last one it had ended
   * @param flaws what was wrong after the first cycle after which anything was
   */
  record Outcome(
      int cycles,
      long acknowledged,
      Map<Phase, Integer> kills,
      List<CrashFlaw> flaws,
      Duration duration) {
    int kills(Phase phase) {
      return kills.getOrDefault(phase, 0);
    }

    long flaws(Kind kind) {
      return flaws.stream().filter(flaw -> flaw.kind() == kind).count();
    }
  }

  /** Runs until the last cycle, or the first one after which anything is wrong. */
  Outcome run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    int cycle = 0;
    while (cycle < plan.cycles() && flaws.isEmpty()) {
      if (cycle > 0 && cycle % CYCLES_OF_A_DIRECTORY == 0) {
        Home.delete(data(cycle - 1));
        check = new CrashCheck();
      }
      run(cycle);
      cycle++;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(cycle, acknowledged, kills, flaws, took);
  }

  private Path data(int cycle) {
    return directory.resolve("data-" + cycle / CYCLES_OF_A_DIRECTORY);
  }

  private void run(int cycle) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(plan.seed() * 31 + cycle);
    int writers = random.nextInt(plan.leastWriters(), plan.mostWriters() + 1);
    boolean heavy = random.nextInt(12) == 0;
    long enough = random.nextInt(heavy ? 4 * MOST_ACKNOWLEDGED : MOST_ACKNOWLEDGED);
    double chance = random.nextDouble();
    CrashTally tally;
    try (CrashChild child = CrashChild.start(plan, cycle, writers, heavy, data(cycle), directory)) {
      lastOpening = child.awaitOpen();
      child.await(t -> t.acknowledged() > enough);
      if (chance > 0.8) {
        child.askToClose();
        Thread.sleep(random.nextInt(60));
      }
      tally = child.tally();
      killed(child, cycle);
    }
    if (chance < 0.2) {
      try (CrashChild child = CrashChild.start(plan, cycle, 0, heavy, data(cycle), directory)) {
        child.await(t -> t.phase() != Phase.STARTING);
        Thread.sleep(random.nextLong(lastOpening.toMillis() + 1));
        killed(child, cycle);
      }
    }
    if (flaws.isEmpty()) {
      check(
          new CrashCheck.Acknowledged(
              plan.seed(),
              cycle,
              heavy,
              tally.phase().compareTo(Phase.WRITING) >= 0,
              IntStream.range(0, writers).mapToObj(tally::acknowledged).toList()));
    }
  }

  private void killed(CrashChild child, int cycle) throws IOException {
    child.kill();
    Phase phase = child.tally().phase();
    kills.merge(phase, 1, Integer::sum);
    acknowledged += child.tally().acknowledged();
    if (child.failed()) {
      boolean opening = phase.compareTo(Phase.OPENING) <= 0;
      flaw(opening ? Kind.NOT_REOPENED : Kind.WRONG_ANSWER, cycle, child.said());
    }
  }

  private void flaw(Kind kind, int cycle, String what) {
    flaws.add(new CrashFlaw(kind, cycle, what));
  }

  private void check(CrashCheck.Acknowledged acknowledged) {
    int cycle = acknowledged.cycle();
    try (EmbeddedMongo server = EmbeddedMongo.start(data(cycle));
        MongoClient client = CrashStore.connect(server.connectionString())) {
      MongoDatabase database = CrashStore.database(client);
      Map<Integer, NavigableMap<CrashPlace, Document>> found = CrashStore.read(database);
      flaws.addAll(check.check(acknowledged, found));
      for (String flaw : new CrashIndexes(database).check()) {
        flaw(Kind.DISAGREES, cycle, flaw);
      }
    } catch (EmbeddedStoreException e) {
      flaw(Kind.NOT_REOPENED, cycle, e.toString());
    }
  }
}
