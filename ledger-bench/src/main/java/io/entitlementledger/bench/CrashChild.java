package io.entitlementledger.bench;

import io.entitlementledger.bench.CrashTally.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@link CrashWorker} in a process of its own, to be killed. */
final class CrashChild implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What the system calls a process that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  private final Process process;
  private final CrashTally tally;
  private final Path said;

  private CrashChild(Process process, CrashTally tally, Path said) {
    this.process = process;
    this.tally = tally;
    this.said = said;
  }

  /**
   * @param data the directory it opens
   * @param directory where it leaves what it says, and its tally
   */
  static CrashChild start(
      CrashPlan plan, int cycle, int writers, boolean heavy, Path data, Path directory)
      throws IOException {
    Path tally = directory.resolve("tally");
    Files.deleteIfExists(tally);
    Path said = directory.resolve("said");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CrashWorker.class.getName(),
            data.toString(),
            tally.toString(),
            Long.toString(plan.seed()),
            Integer.toString(cycle),
            Integer.toString(writers),
            Boolean.toString(heavy));
    CrashTally opened = CrashTally.open(tally, writers);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new CrashChild(process, opened, said);
  }

  CrashTally tally() {
    return tally;
  }

  /** Returns when the tally is so, or the process has ended. */
  void await(Predicate<CrashTally> reached) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.test(tally) && !process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nothing came of it in " + PATIENCE + ", see " + said);
      }
    }
  }

  /** Returns when the directory is open; how long that took. */
  Duration awaitOpen() throws InterruptedException {
    await(t -> t.phase() != Phase.STARTING);
    long start = System.nanoTime();
    await(t -> t.phase().compareTo(Phase.OPENING) > 0);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  void askToClose() throws IOException {
    process.getOutputStream().close();
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Whether it ended for another reason than being killed or asked to. */
  boolean failed() {
    return process.exitValue() != KILLED && process.exitValue() != 0;
  }

  String said() throws IOException {
    return Files.readString(said);
  }

  @Override
  public void close() {
    kill();
  }
}
