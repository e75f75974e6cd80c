package io.entitlementledger.cli;

import io.entitlementledger.security.Keys;
import io.entitlementledger.security.Role;
import io.entitlementledger.value.Source;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ledger key}: makes a sender's key without a ledger that serves, which may not start. */
@Command(
    name = "key",
    description = "Makes a key for a sender of webhooks, and prints its secret once.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Option(names = "--data-dir", paramLabel = "<dir>", description = "The data (./ledger-data).")
  private @Nullable String dataDir;

  @Option(names = "--source", paramLabel = "<source>", required = true, description = "The sender.")
  private @Nullable String source;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Source sender = sender();
    Settings settings = Settings.read(null, dataDir, System.getenv());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (Store store = Store.openExisting(settings)) {
      Keys keys = new Keys(store.database(), InstantSource.system());
      Keys.Made made = keys.make(Role.INGEST, sender, "from the command line", null, "command");
      out.printf(
          "%s posts webhooks of %s with: %s%n", made.key().id(), sender, made.secret().value());
    }
    out.flush();
    return 0;
  }

  private Source sender() {
    try {
      return new Source(String.valueOf(source));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--source: " + e.getMessage(), e);
    }
  }
}
