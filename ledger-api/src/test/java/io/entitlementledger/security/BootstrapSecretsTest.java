package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.CannotStart;
import io.entitlementledger.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class BootstrapSecretsTest {
  private static final Secret CHOSEN = new Secret("chosen-by-a-person");
  private static final Secret OTHER = new Secret("another-one-of-them");

  @TempDir Path dataDir;
  @TempDir Path storeDir;
  private EmbeddedMongo server;
  private MongoClient client;
  private MongoDatabase database;

  @BeforeEach
  void open() {
    server = EmbeddedMongo.start(storeDir);
    client = MongoClients.create(server.connectionString());
    database = client.getDatabase("ledger");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void theFirstStartGeneratesBothForTheirOwnerAlone() throws IOException {
    List<String> news = start(Optional.empty(), Optional.empty());

    assertThat(news)
        .containsExactly(
            "The admin key was written to " + dataDir.resolve("admin-key"),
            "The webhook secret was written to " + dataDir.resolve("webhook-secret"));
    for (String name : List.of("admin-key", "webhook-secret")) {
      Path file = dataDir.resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).matches("elk_[A-Za-z0-9_-]{43}\n");
    }
    assertThat(callerOf(file("admin-key")).orElseThrow().role()).isEqualTo(Role.ADMIN);
    Caller sender = callerOf(file("webhook-secret")).orElseThrow();
    assertThat(sender.role()).isEqualTo(Role.INGEST);
    assertThat(sender.actor().id()).isEqualTo("ipilot");
    assertThat(sender.keyId()).matches("key_[0-9a-f-]{36}");
  }

  @Test
  void theStoreHoldsHashesOnly() throws IOException {
    start(Optional.of(CHOSEN), Optional.empty());

    String stored =
        database
            .getCollection("keys")
            .find()
            .map(Document::toJson)
            .into(new ArrayList<>())
            .toString();
    assertThat(stored)
        .contains(CHOSEN.sha256())
        .doesNotContain(CHOSEN.value(), file("webhook-secret").value());
  }

  @Test
  void theNextStartKeepsThem() throws IOException {
    start(Optional.empty(), Optional.empty());
    Secret admin = file("admin-key");
    String id = callerOf(admin).orElseThrow().keyId();

    assertThat(start(Optional.empty(), Optional.empty())).isEmpty();

    assertThat(file("admin-key")).isEqualTo(admin);
    assertThat(callerOf(admin).orElseThrow().keyId()).isEqualTo(id);
    assertThat(database.getCollection("keys").countDocuments()).isEqualTo(2);
  }

  @Test
  void aChosenSecretReplacesTheEarlierOneAndIsNotWritten() throws IOException {
    start(Optional.of(CHOSEN), Optional.of(OTHER));
    assertThat(dataDir).isEmptyDirectory();

    Secret changed = new Secret("changed-by-a-person");
    start(Optional.of(changed), Optional.of(OTHER));

    assertThat(callerOf(CHOSEN)).isEmpty();
    assertThat(callerOf(changed)).isPresent();
    assertThat(callerOf(OTHER)).isPresent();
  }

  @Test
  void aFileThatWasTakenAwayDoesNotLockItsHolderOut() throws IOException {
    start(Optional.empty(), Optional.empty());
    Secret admin = file("admin-key");
    Files.delete(dataDir.resolve("admin-key"));

    assertThat(start(Optional.empty(), Optional.empty())).isEmpty();

    assertThat(dataDir.resolve("admin-key")).doesNotExist();
    assertThat(callerOf(admin)).isPresent();
  }

  @Test
  void aFileWithoutAUsableSecretStopsTheStart() throws IOException {
    Files.writeString(dataDir.resolve("admin-key"), "short\n");

    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> start(Optional.empty(), Optional.empty()))
        .withMessageContaining("holds no usable secret; put there")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("short"));
  }

  @Test
  void aRevokedSecretThatIsStillSetStopsTheStart() {
    start(Optional.empty(), Optional.of(CHOSEN));
    keys().revoke(callerOf(CHOSEN).orElseThrow().keyId(), "key_of-an-admin");

    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> start(Optional.empty(), Optional.of(CHOSEN)))
        .withMessage(
            "the webhook secret of the settings was revoked or replaced before; set a new one, or"
                + " delete "
                + dataDir.resolve("webhook-secret"));
    assertThat(callerOf(CHOSEN)).isEmpty();
    start(Optional.empty(), Optional.of(OTHER));
    assertThat(callerOf(OTHER)).isPresent();
  }

  @Test
  void aSecretThatWasReplacedStopsTheStart() {
    start(Optional.of(CHOSEN), Optional.empty());
    start(Optional.of(OTHER), Optional.empty());

    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> start(Optional.of(CHOSEN), Optional.empty()))
        .withMessageStartingWith("the admin key of the settings was revoked or replaced before");
    assertThat(keys().all())
        .filteredOn(key -> key.role() == Role.ADMIN)
        .extracting(KeyRecord::revokedBy)
        .containsExactly("start", null);
  }

  @Test
  void aSecretOfSomethingElseStopsTheStart() {
    start(Optional.of(CHOSEN), Optional.empty());
    Keys.Made auditor = keys().make(Role.AUDITOR, null, "for the auditor", null, "key_admin");

    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> start(Optional.of(auditor.secret()), Optional.empty()))
        .withMessage(
            "the admin key of the settings is that of %s, which is for something else or expires;"
                    .formatted(auditor.key().id())
                + " set another");
  }

  @Test
  void theSecretOfAKeyThatWasMadeCanBeTakenIntoTheSettings() {
    start(Optional.of(CHOSEN), Optional.empty());
    Keys.Made admin = keys().make(Role.ADMIN, null, "for the settings", null, "key_admin");

    start(Optional.of(admin.secret()), Optional.empty());

    assertThat(callerOf(admin.secret()).orElseThrow().keyId()).isEqualTo(admin.key().id());
    assertThat(callerOf(CHOSEN)).isEmpty();
  }

  @Test
  void bothMustDifferWhereverTheyComeFrom() throws IOException {
    Files.writeString(dataDir.resolve("webhook-secret"), CHOSEN.value());

    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> start(Optional.of(CHOSEN), Optional.empty()))
        .withMessageContaining("must not be the same");
  }

  private List<String> start(Optional<Secret> admin, Optional<Secret> webhook) {
    return BootstrapSecrets.ensure(keys(), dataDir, admin, webhook, true);
  }

  private Keys keys() {
    return new Keys(database, InstantSource.system());
  }

  private Optional<Caller> callerOf(Secret secret) {
    return keys().find(List.of(secret));
  }

  private Secret file(String name) throws IOException {
    return new Secret(Files.readString(dataDir.resolve(name)).strip());
  }
}
