package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import io.entitlementledger.embedded.Backup;
import io.entitlementledger.embedded.EmbeddedMongo;
import io.entitlementledger.embedded.EmbeddedStoreException;
import io.entitlementledger.embedded.StoreInUseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ledger backup}: copies the embedded store, by the process that serves if there is one. */
@Command(
    name = "backup",
    description = "Copies the embedded store to a new directory, while the ledger serves or not.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The copy holds the whole ledger, and neither of the two secrets in plain text: the store"
          + " knows their hashes, so those who have them are let in as before."
    })
final class BackupCommand implements Callable<Integer> {
  @Option(names = "--port", paramLabel = "<port>", description = "Where it serves (8080).")
  private @Nullable String port;

  @Option(names = "--data-dir", paramLabel = "<dir>", description = "The data (./ledger-data).")
  private @Nullable String dataDir;

  @Parameters(paramLabel = "<dir>", description = "Where to; not there yet, or empty.")
  private @Nullable Path target;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = Settings.read(port, dataDir, System.getenv());
    Path to = Objects.requireNonNull(target).toAbsolutePath().normalize();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      check(settings, to);
      back(settings, to);
    } catch (EmbeddedStoreException e) {
      throw new CannotStart(e.getMessage() + " Mend that, or choose another directory", e);
    }
    out.printf("The backup is in %s; check it with: ledger verify --data-dir %s%n", to, to);
    out.flush();
    return 0;
  }

  private static void back(Settings settings, Path to) {
    try (EmbeddedMongo store = EmbeddedMongo.start(settings.dataDir())) {
      store.backup(to);
    } catch (StoreInUseException e) {
      Backup.move(ServingLedger.backup(settings), to);
    }
  }

  /** Before anything is opened or asked for. */
  private static void check(Settings settings, Path to) {
    if (settings.mongodb().isPresent()) {
      throw new CannotStart(
          "the store is the MongoDB of %s; back it up with that database's own tools"
              .formatted(Settings.MONGODB_URI));
    }
    Path from = settings.dataDir();
    if (!Files.isDirectory(from.resolve("store"))) {
      throw new CannotStart(
          "There is no store in %s; give --data-dir or %s of the ledger to back up"
              .formatted(from, Settings.DATA_DIR));
    }
    try {
      if (existing(to).toRealPath().startsWith(from.toRealPath())) {
        throw new CannotStart(
            "%s is in the data directory %s; choose a directory outside of it".formatted(to, from));
      }
      Backup.requireEmpty(to);
    } catch (IOException e) {
      throw new CannotStart(to + " cannot be looked at; choose another directory", e);
    }
  }

  private static Path existing(Path path) {
    Path found = path;
    for (Path parent = path.getParent(); !Files.exists(found) && parent != null; ) {
      found = parent;
      parent = found.getParent();
    }
    return found;
  }
}
