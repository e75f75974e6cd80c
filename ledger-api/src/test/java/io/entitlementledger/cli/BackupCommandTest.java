package io.entitlementledger.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.codec.Sha256;
import io.entitlementledger.security.BootstrapSecrets;
import io.entitlementledger.security.Keys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Of a store that nobody serves. */
@SuppressWarnings("NullAway.Init")
class BackupCommandTest {
  @TempDir Path directory;

  private record Ended(int code, String out, String err) {}

  @Test
  void aRestoredStoreKnowsWhoHoldsTheSecretsAndHoldsThemNotInPlainText() throws IOException {
    String key;
    try (Store store = open(data())) {
      assertThat(ensure(store, data())).hasSize(2);
      key = Files.readString(data().resolve("admin-key")).strip();
    }

    Ended ended = backup(copy());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            "The backup is in %s; check it with: ledger verify --data-dir %s%n"
                .formatted(copy(), copy()));
    assertThat(ended.code()).isZero();
    assertThat(copy().resolve("admin-key")).doesNotExist();
    assertThat(copy().resolve("webhook-secret")).doesNotExist();
    try (Store store = open(copy())) {
      assertThat(ensure(store, copy())).as("secrets that are generated anew").isEmpty();
      Document holder = new Document("sha256", Sha256.hex(key.getBytes(UTF_8)));
      assertThat(store.database().getCollection("keys").find(holder).first())
          .containsEntry("role", "admin");
    }
  }

  @Test
  void aBackupIsKeptOutOfTheDataDirectoryHoweverItIsNamed() throws IOException {
    open(data()).close();
    Path link = Files.createSymbolicLink(directory.resolve("link"), data());
    for (Path place : List.of(data(), data().resolve("store/x"), link.resolve("deep/er"))) {
      refused(
          backup(place),
          "ledger: %s is in the data directory %s; choose a directory outside of it"
              .formatted(place, data()));
    }
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenOver() throws IOException {
    try (Store store = open(data())) {
      store.database().getCollection("things").insertOne(new Document("_id", 1));
    }
    Files.createDirectories(copy().resolve("something"));
    refused(
        backup(copy()),
        "ledger: %s is not empty. Mend that, or choose another directory".formatted(copy()));
    assertThat(copy()).isDirectoryContaining("glob:**/something");
  }

  @Test
  void whereThereIsNoStoreNothingIsMade() {
    refused(
        backup(copy()),
        "ledger: There is no store in %s; give --data-dir or LEDGER_DATA_DIR of the ledger to back"
                .formatted(data())
            + " up");
    assertThat(directory).isEmptyDirectory();
  }

  private static void refused(Ended ended, String line) {
    assertThat(ended.err()).isEqualTo(line + System.lineSeparator());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(1);
  }

  private Ended backup(Path to) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = LedgerMain.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute("backup", to.toString(), "--data-dir", data().toString());
    return new Ended(code, out.toString(), err.toString());
  }

  private static Store open(Path place) {
    return Store.open(TestSettings.at(place));
  }

  private static List<String> ensure(Store store, Path place) {
    return BootstrapSecrets.ensure(
        new Keys(store.database(), InstantSource.system()),
        place,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path copy() {
    return directory.resolve("copy");
  }
}
