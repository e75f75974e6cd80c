package io.entitlementledger.cli;

import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.security.BootstrapSecrets;
import io.entitlementledger.security.Keys;
import io.entitlementledger.security.OpenSources;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger serve}: opens the store, then the web, and stops in the opposite order. */
@Command(
    name = "serve",
    description = "Runs the ledger until it is told to stop.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Environment: LEDGER_PORT, LEDGER_DATA_DIR, LEDGER_CATALOGUE, LEDGER_DUPLICATE_WINDOWS,"
          + " LEDGER_RATE_LIMIT (500/s); LEDGER_MONGODB_URI to use a MongoDB instead of the"
          + " embedded store; LEDGER_ADMIN_KEY and LEDGER_WEBHOOK_SECRET, which are generated on"
          + " the first start when they are not given; LEDGER_UNSAFE_ALLOW_UNAUTHENTICATED=true to"
          + " take webhooks without a credential for sources that have no live key."
    })
final class ServeCommand implements Callable<Integer> {
  // Read as text, so that a flag and its variable are checked and explained by the same words.
  @Option(names = "--port", paramLabel = "<port>", description = "Where to listen (8080).")
  private @Nullable String port;

  @Option(names = "--data-dir", paramLabel = "<dir>", description = "The data (./ledger-data).")
  private @Nullable String dataDir;

  @Option(
      names = "--catalogue",
      paramLabel = "<file>",
      description = "What deliveries are read by (the catalogue of the program).")
  private @Nullable String catalogue;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = Settings.read(port, dataDir, catalogue, System.getenv());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    CountDownLatch stopped = new CountDownLatch(1);
    try (Store store = Store.open(settings);
        LedgerNode ledger =
            LedgerNode.start(
                store.database(),
                store.nodeName(),
                settings.catalogue(),
                settings.windows(),
                InstantSource.system())) {
      // On SIGTERM Boot closes the web and every bean, then runs these, the last one first.
      SpringApplication.getShutdownHandlers().add(stopped::countDown);
      SpringApplication.getShutdownHandlers().add(store::close);
      SpringApplication.getShutdownHandlers().add(ledger::close);
      Keys keys = new Keys(store.database(), InstantSource.system());
      List<String> news =
          BootstrapSecrets.ensure(
              keys,
              settings.dataDir(),
              settings.adminKey(),
              settings.webhookSecret(),
              !settings.allowUnauthenticated());
      OpenSources open =
          OpenSources.check(
              keys, settings.allowUnauthenticated(), InstantSource.system().instant());
      int served = Server.start(settings, store, ledger, keys, open);
      news.forEach(out::println);
      out.printf(
          "Entitlement Ledger is ready on http://localhost:%d (data in %s)%n",
          served, store.description());
      out.flush();
      stopped.await();
    }
    return 0;
  }
}
