package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Kills the whole program again and again under senders that never give up. */
final class KillRun {
  /** How many 2xx it gives before it is killed, at most, and how long it may take for them. */
  private static final int MOST_ANSWERS = 300;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<String> QUICK_TO_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final int cycles;
  private final int senders;
  private final long seed;
  private final SplittableRandom random;
  private final List<Path> catalogues;
  private final Path data;
  private final Path said;
  private final List<String> flaws = new ArrayList<>();
  private Duration lastStart = Duration.ofSeconds(3);
  private int killedStarting;

  KillRun(int cycles, int senders, long seed, Path directory) throws IOException {
    this.cycles = cycles;
    this.senders = senders;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.catalogues = KillCatalogues.write(directory);
    this.data = directory.resolve("data");
    this.said = directory.resolve("said");
  }

  /**
   * What came of it.
   *
   * @param cycles how often it was killed
   * @param starting how often of these before it was ready
   * @param deliveries how many counted
   * @param rulings acts on deliveries that were told to be done
   * @param retries attempts that got no 2xx
   * @param duplicates attempts that were known as repeats
   */
  record Outcome(
      int cycles,
      int starting,
      long deliveries,
      long rulings,
      long retries,
      long duplicates,
      List<String> flaws,
      Duration duration) {}

  Outcome run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (KillSenders all = new KillSenders(senders, seed)) {
      int killed = 0;
      while (killed < cycles && flaws.isEmpty()) {
        cycle(all);
        killed++;
      }
      try (LedgerProgram last = serve(catalogues.getLast())) {
        flaws.addAll(all.finish(last.address()));
      }
      if (!LedgerProgram.verify(data, said)) {
        flaws.add("verify found a flaw: " + Files.readString(said));
      }
      return new Outcome(
          killed,
          killedStarting,
          all.sum(KillBook::deliveries),
          all.sum(KillBook::rulings),
          all.retries(),
          all.sum(KillBook::duplicates),
          List.copyOf(flaws),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private LedgerProgram serve(Path catalogue) throws IOException {
    return LedgerProgram.serve(data, said, QUICK_TO_START, "--catalogue", catalogue.toString());
  }

  private void cycle(KillSenders all) throws IOException, InterruptedException {
    long start = System.nanoTime();
    LedgerProgram program = serve(catalogues.get(random.nextInt(catalogues.size())));
    try {
      if (random.nextInt(4) == 0) {
        // The one thing that is not awaited: any moment of a start may be its last.
        Thread.sleep(random.nextLong(lastStart.toMillis() + 1));
        killedStarting += program.isReady() ? 0 : 1;
      } else {
        URI ledger = program.address();
        lastStart = Duration.ofNanos(System.nanoTime() - start);
        flaws.addAll(all.check(ledger));
        all.ledger().up(ledger);
        awaitAnswers(random.nextInt(MOST_ANSWERS), all.ledger(), program);
      }
      if (program.ended().isDone()) {
        flaws.add("it ended by itself: " + Files.readString(said));
      }
    } finally {
      all.ledger().down();
      program.kill();
      all.ledger().awaitIdle();
    }
  }

  private void awaitAnswers(int answers, KillLedger ledger, LedgerProgram program)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(ledger.acknowledged(answers), program.ended())
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      flaws.add("%d answers were not given in %s".formatted(answers, PATIENCE));
    }
  }
}
