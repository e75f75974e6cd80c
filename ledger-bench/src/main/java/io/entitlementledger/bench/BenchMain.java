package io.entitlementledger.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the benchmark that is named first on the command line. */
@Command(
    name = "ledger-bench/run",
    synopsisSubcommandLabel = "NAME",
    description = "Runs a benchmark by name.",
    subcommands = {
      LogBench.class,
      StoreBench.class,
      Contention.class,
      Crash.class,
      Kill.class,
      Webhook.class
    })
public final class BenchMain {
  private BenchMain() {}

  /** Ends the process with 0 if it was measured, 2 if it was asked for wrongly, 1 otherwise. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
  }
}
