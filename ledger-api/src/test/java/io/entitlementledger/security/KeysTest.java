package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.CannotStart;
import io.entitlementledger.embedded.EmbeddedMongo;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.value.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class KeysTest {
  private static final Source IPILOT = new Source("ipilot");
  private static final Source OTHER = new Source("other");

  @TempDir Path storeDir;
  private EmbeddedMongo server;
  private MongoClient client;
  private MongoDatabase database;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private Keys keys;

  @BeforeEach
  void open() {
    server = EmbeddedMongo.start(storeDir);
    client = MongoClients.create(server.connectionString());
    database = client.getDatabase("ledger");
    keys = new Keys(database, () -> now);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aKeyIsTakenFromWhenItIsMadeUntilItIsRevoked() {
    Keys.Made made = make(Role.AUDITOR, null, null);
    assertThat(callerOf(made)).contains(new Caller(made.key().id(), Role.AUDITOR, null));

    now = now.plusSeconds(60);
    KeyRecord revoked = keys.revoke(made.key().id(), "key_b").orElseThrow();

    assertThat(callerOf(made)).isEmpty();
    assertThat(revoked.status(now)).isEqualTo(KeyRecord.Status.REVOKED);
    assertThat(revoked.createdBy()).isEqualTo("key_a");
    assertThat(revoked.revokedBy()).isEqualTo("key_b");
    assertThat(revoked.revokedAt()).isEqualTo(now);
    assertThat(keys.all()).containsExactly(revoked);
    assertThat(keys.revoke(made.key().id(), "key_c")).contains(revoked);
    assertThat(keys.revoke("key_none", "key_c")).isEmpty();
  }

  @Test
  void theStoreKnowsNoSecretAndOfARevokedOneNoHashThatIsCompared() {
    Keys.Made made = make(Role.AUDITOR, null, null);
    keys.revoke(made.key().id(), "key_b");

    Document stored = database.getCollection("keys").find().into(new ArrayList<>()).getFirst();

    assertThat(stored.toJson()).doesNotContain(made.secret().value());
    assertThat(stored.getString("sha256")).isNull();
    keys.refresh();
    assertThat(callerOf(made)).isEmpty();
  }

  @Test
  void aKeyEndsAtItsInstantWithoutAnybodyDoingAnything() {
    Keys.Made made = make(Role.BILLING, null, Duration.ofHours(1));

    now = now.plusSeconds(3599);
    assertThat(callerOf(made)).isPresent();
    now = now.plusSeconds(1);
    assertThat(callerOf(made)).isEmpty();
    assertThat(keys.all().getFirst().status(now)).isEqualTo(KeyRecord.Status.EXPIRED);
  }

  @Test
  void twoKeysOfOneSourceAreTakenUntilTheFirstIsRevoked() {
    Keys.Made first = make(Role.INGEST, IPILOT, null);
    Keys.Made second = make(Role.INGEST, IPILOT, null);
    assertThat(callerOf(first)).isPresent();
    assertThat(callerOf(second)).isPresent();

    keys.revoke(first.key().id(), "key_b");

    assertThat(callerOf(first)).isEmpty();
    assertThat(callerOf(second).orElseThrow().source()).isEqualTo(IPILOT);
  }

  @Test
  void anAdminKeyWithoutAnEndIsAlwaysLeft() {
    Keys.Made last = make(Role.ADMIN, null, null);
    make(Role.ADMIN, null, Duration.ofDays(1));
    assertThatExceptionOfType(LedgerProblem.class)
        .isThrownBy(() -> keys.revoke(last.key().id(), "key_b"))
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("last_admin_key"));
    assertThat(callerOf(last)).isPresent();

    make(Role.ADMIN, null, null);
    keys.revoke(last.key().id(), "key_b");

    assertThat(callerOf(last)).isEmpty();
  }

  @Test
  void whatAnotherProcessChangesCountsWhenItIsReadAgain() {
    Keys elsewhere = new Keys(database, () -> now);
    Keys.Made made = elsewhere.make(Role.AUDITOR, null, "a label", null, "key_a");
    assertThat(callerOf(made)).isEmpty();
    keys.refresh();
    assertThat(callerOf(made)).isPresent();

    elsewhere.revoke(made.key().id(), "key_b");
    keys.refresh();
    assertThat(callerOf(made)).isEmpty();
  }

  @Test
  void theConfiguredSourceHasToHaveALiveKey() {
    make(Role.ADMIN, null, null);
    refused("no key is live for the source ipilot; set a new secret as LEDGER_WEBHOOK_SECRET");

    Keys.Made made = make(Role.INGEST, IPILOT, null);
    OpenSources.check(keys, false, now);

    keys.revoke(made.key().id(), "key_b");
    refused("no key is live for the source ipilot; set a new secret as LEDGER_WEBHOOK_SECRET");
  }

  @Test
  void aSourceWhoseLastKeyRanOutStopsTheStartAndOneThatWasEndedDoesNot() {
    make(Role.ADMIN, null, null);
    make(Role.INGEST, IPILOT, null);
    Keys.Made expiring = make(Role.INGEST, OTHER, Duration.ofHours(1));
    OpenSources.check(keys, false, now);

    now = now.plusSeconds(3600);
    refused("no key is live for the source other; make one with: ledger key --source other");

    keys.revoke(expiring.key().id(), "key_b");
    OpenSources.check(keys, false, now);
    assertThat(OpenSources.check(keys, true, now).stranger(OTHER)).isEmpty();
  }

  @Test
  void aLedgerThatNobodyCouldAdministerDoesNotStart() {
    make(Role.INGEST, IPILOT, null);

    refused("no admin key is live; set a new one as LEDGER_ADMIN_KEY");
  }

  @Test
  void theUnsafeSettingLetsStrangersPostForASourceUntilItHasAKey() {
    make(Role.ADMIN, null, null);
    OpenSources open = OpenSources.check(keys, true, now);
    assertThat(open.stranger(IPILOT).orElseThrow().role()).isEqualTo(Role.INGEST);
    assertThat(open.stranger(OTHER)).isEmpty();

    make(Role.INGEST, IPILOT, null);

    assertThat(open.stranger(IPILOT)).isEmpty();
  }

  @Test
  void theUnsafeSettingOpensNoSourceThatHadAKeyAtTheStart() {
    make(Role.ADMIN, null, null);
    Keys.Made made = make(Role.INGEST, IPILOT, null);
    OpenSources open = OpenSources.check(keys, true, now);

    keys.revoke(made.key().id(), "key_b");

    assertThat(open.stranger(IPILOT)).isEmpty();
  }

  private void refused(String message) {
    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> OpenSources.check(keys, false, now))
        .withMessage(message);
  }

  private Keys.Made make(Role role, @Nullable Source source, @Nullable Duration life) {
    return keys.make(role, source, "a label", life == null ? null : now.plus(life), "key_a");
  }

  private Optional<Caller> callerOf(Keys.Made made) {
    return keys.find(List.of(made.secret()));
  }
}
