package io.entitlementledger.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The whole program, killed under senders, and the proof that each delivery counted once. */
@Command(
    name = "kill",
    description =
        "Kills the packaged ledger again and again, also while it starts, under senders and"
            + " operators that come again until they get a 2xx; looks after each start at the"
            + " accounts and at what was told, and in the end at everything.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class Kill implements Callable<Integer> {
  @Option(names = "--cycles", defaultValue = "200", description = "how often to kill")
  int cycles;

  @Option(names = "--senders", defaultValue = "8", description = "threads that send")
  int senders;

  @Option(
      names = "--seed",
      description = "a number from which all but the races is drawn; else any")
  @Nullable Long seed;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    if (cycles < 1 || senders < 1) {
      throw new ParameterException(output.line(), "there has to be at least one cycle and sender");
    }
    long drawn = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    AtomicBoolean good = new AtomicBoolean();
    output.of(
        "kill",
        directory -> {
          KillRun.Outcome outcome = new KillRun(cycles, senders, drawn, directory).run();
          good.set(outcome.flaws().isEmpty());
          return "- seed: " + drawn + "\n\n" + table(outcome);
        });
    return good.get() ? 0 : 1;
  }

  private static String table(KillRun.Outcome outcome) {
    StringBuilder flaws = new StringBuilder();
    outcome.flaws().stream().limit(20).forEach(flaw -> flaws.append("\n- ").append(flaw));
    return """
    | kills | of these before it was ready | deliveries that counted | acts of an operator | \
    attempts without a 2xx | repeats that were known | flaws | duration | verdict |
    |---|---|---|---|---|---|---|---|---|
    | %s |
    %s\
    """
        .formatted(
            String.format(
                Locale.ROOT,
                "%,d | %,d | %,d | %,d | %,d | %,d | %,d | %,.1f s | %s",
                outcome.cycles(),
                outcome.starting(),
                outcome.deliveries(),
                outcome.rulings(),
                outcome.retries(),
                outcome.duplicates(),
                outcome.flaws().size(),
                outcome.duration().toMillis() / 1e3,
                outcome.flaws().isEmpty() ? "good" : "BROKEN"),
            flaws.isEmpty() ? "" : flaws + "\n");
  }
}
