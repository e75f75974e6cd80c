package io.entitlementledger.bench;

import io.entitlementledger.bench.CrashFlaw.Kind;
import io.entitlementledger.bench.CrashTally.Phase;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Processes that are killed while they write, and the proof that nothing was lost or torn. */
@Command(
    name = "crash",
    description =
        "Kills processes that write to the embedded store, and looks after each time at all there"
            + " is. It ends after the first cycle after which anything is wrong.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class Crash implements Callable<Integer> {
  @Option(names = "--cycles", defaultValue = "1000", description = "how often to kill")
  int cycles;

  @Option(
      names = "--writers",
      defaultValue = "8..32",
      description = "threads that write: a number, or from which to which")
  String writers = "";

  @Option(names = "--seed", description = "a number from which all is drawn; else any")
  @Nullable Long seed;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    CrashPlan plan = plan();
    AtomicBoolean good = new AtomicBoolean();
    output.of(
        "crash",
        directory -> {
          CrashRun.Outcome outcome = new CrashRun(plan, directory).run();
          good.set(outcome.flaws().isEmpty());
          return "- seed: " + plan.seed() + "\n\n" + table(outcome);
        });
    return good.get() ? 0 : 1;
  }

  private CrashPlan plan() {
    long drawn = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    try {
      return CrashPlan.of(cycles, writers, drawn);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(output.line(), e.getMessage(), e);
    }
  }

  private static String table(CrashRun.Outcome outcome) {
    StringBuilder flaws = new StringBuilder();
    outcome.flaws().stream().limit(20).forEach(flaw -> flaws.append("\n- ").append(flaw));
    return """
    | cycles | acknowledged writes | kills while opening / writing / closing | closed before the \
    kill | lost | doubled | half-written | failed reopenings | index disagreements | wrong answers \
    | duration | verdict |
    |---|---|---|---|---|---|---|---|---|---|---|---|
    | %s |
    %s\
    """
        .formatted(
            String.format(
                Locale.ROOT,
                "%,d | %,d | %,d / %,d / %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,.1f s |"
                    + " %s",
                outcome.cycles(),
                outcome.acknowledged(),
                outcome.kills(Phase.STARTING) + outcome.kills(Phase.OPENING),
                outcome.kills(Phase.DEFINING) + outcome.kills(Phase.WRITING),
                outcome.kills(Phase.CLOSING),
                outcome.kills(Phase.CLOSED),
                outcome.flaws(Kind.LOST),
                outcome.flaws(Kind.DOUBLED),
                outcome.flaws(Kind.HALF_WRITTEN),
                outcome.flaws(Kind.NOT_REOPENED),
                outcome.flaws(Kind.DISAGREES),
                outcome.flaws(Kind.WRONG_ANSWER),
                outcome.duration().toMillis() / 1e3,
                outcome.flaws().isEmpty() ? "good" : "BROKEN"),
            flaws.isEmpty() ? "" : flaws + "\n");
  }
}
