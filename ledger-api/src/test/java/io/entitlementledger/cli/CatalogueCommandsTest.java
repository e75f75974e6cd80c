package io.entitlementledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.log.EventLog;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands make of the operator's catalogue. */
@SuppressWarnings("NullAway.Init")
class CatalogueCommandsTest {
  @TempDir Path directory;

  private final StringWriter err = new StringWriter();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("mine.yaml");
    Files.writeString(file, Catalogue.packaged().text().replace("version: \"1\"", "version: 2"));
  }

  @Test
  void aCatalogueThatCannotBeUsedStopsTheStartWithASentence() throws IOException {
    Files.writeString(file, Files.readString(file).replace("version: 2", "version: no version"));

    int code = run("serve", "--port", "0", "--catalogue", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("ledger: Catalogue %s, line 7, the catalogue: 'version' must".formatted(file))
        .hasLineCount(1);
  }

  @Test
  void aVersionThatStoodForAnotherTextStopsTheStart() throws IOException {
    start();
    Files.writeString(file, Files.readString(file) + "# another\n");

    int code = run("serve", "--port", "0", "--catalogue", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("ledger: the catalogue ipilot has other rules than when its version 2 was")
        .hasLineCount(1);
  }

  @Test
  void aRebuildPutsNoCatalogueIntoUse() {
    start();

    assertThat(run("rebuild", "deliveries")).isZero();

    try (Store store = open()) {
      assertThat(EventLog.toRead(store.database()).head().nextPosition()).isOne();
    }
  }

  /** Has the log say that the file is in use, and no more. */
  private void start() {
    try (Store store = open()) {
      LedgerNode.start(
              store.database(),
              store.nodeName(),
              new CatalogueSource(file),
              SourceWindows.DEFAULT,
              InstantSource.system())
          .close();
    }
  }

  private Store open() {
    return Store.open(TestSettings.at(directory.resolve("data")));
  }

  private int run(String command, String... arguments) {
    CommandLine line = LedgerMain.commandLine();
    line.setErr(new PrintWriter(err, true));
    line.setOut(new PrintWriter(new StringWriter(), true));
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "--data-dir";
    all[2] = directory.resolve("data").toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return line.execute(all);
  }
}
