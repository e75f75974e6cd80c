package io.entitlementledger.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ledger rebuild}: makes the projections anew from the log, while nothing serves. */
@Command(
    name = "rebuild",
    description = "Makes the named projections anew from the log; all of them when none is named.",
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
  @Option(names = "--data-dir", paramLabel = "<dir>", description = "The data (./ledger-data).")
  private @Nullable String dataDir;

  @Parameters(paramLabel = "<projection>", description = "A projection's name.")
  private @Nullable List<String> projections;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = Settings.read(null, dataDir, System.getenv());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (Store store = Store.openExisting(settings)) {
      Rebuild.run(store, projections == null ? List.of() : projections, out::println);
    }
    out.flush();
    return 0;
  }
}
