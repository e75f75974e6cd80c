package io.entitlementledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entitlementledger.CannotStart;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.value.Source;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void defaults() {
    Settings settings = Settings.read(null, null, Map.of("HOME", "/home/somebody"));

    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.dataDir()).isEqualTo(Path.of("ledger-data").toAbsolutePath());
    assertThat(settings.mongodb()).isEmpty();
    assertThat(settings.adminKey()).isEmpty();
    assertThat(settings.webhookSecret()).isEmpty();
    assertThat(settings.allowUnauthenticated()).isFalse();
    assertThat(settings.catalogue()).isEqualTo(CatalogueSource.PACKAGED);
    assertThat(settings.rateLimit()).isEqualTo(500);
  }

  @Test
  void nothingButTrueAllowsStrangersToPost() {
    String name = "LEDGER_UNSAFE_ALLOW_UNAUTHENTICATED";
    assertThat(Settings.read(null, null, Map.of(name, "true")).allowUnauthenticated()).isTrue();
    assertThat(Settings.read(null, null, Map.of(name, "false")).allowUnauthenticated()).isFalse();
    refused(null, Map.of(name, "yes"), name + " is neither true nor false; correct it");
  }

  @Test
  void theEnvironmentIsRead() {
    Settings settings =
        Settings.read(
            null,
            null,
            Map.of(
                "LEDGER_PORT", "9090",
                "LEDGER_DATA_DIR", "/var/lib/ledger",
                "LEDGER_MONGODB_URI", "mongodb://db.example:27018/billing",
                "LEDGER_ADMIN_KEY", "0123456789abcdef",
                "LEDGER_WEBHOOK_SECRET", "fedcba9876543210"));

    assertThat(settings.port()).isEqualTo(9090);
    assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/ledger"));
    assertThat(settings.mongodb().orElseThrow().getHosts()).containsExactly("db.example:27018");
    assertThat(settings.adminKey().orElseThrow().value()).isEqualTo("0123456789abcdef");
    assertThat(settings.webhookSecret().orElseThrow().value()).isEqualTo("fedcba9876543210");
  }

  @Test
  void aFlagWinsAndABlankVariableCountsAsNone() {
    Map<String, String> environment =
        Map.of("LEDGER_PORT", "1", "LEDGER_DATA_DIR", " ", "LEDGER_ADMIN_KEY", "");

    Settings settings = Settings.read("9090", null, environment);

    assertThat(settings.port()).isEqualTo(9090);
    assertThat(settings.dataDir()).isEqualTo(Path.of("ledger-data").toAbsolutePath());
    assertThat(settings.adminKey()).isEmpty();
  }

  @Test
  void aCatalogueIsAFileOfTheFlagOrElseOfTheVariable() {
    Map<String, String> environment = Map.of("LEDGER_CATALOGUE", "/etc/ledger/ipilot.yaml");

    assertThat(Settings.read(null, null, environment).catalogue().file())
        .isEqualTo(Path.of("/etc/ledger/ipilot.yaml"));
    assertThat(Settings.read(null, null, "mine.yaml", environment).catalogue().file())
        .isEqualTo(Path.of("mine.yaml").toAbsolutePath());
    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> Settings.read(null, null, " ", environment))
        .withMessage("--catalogue is empty; give a file");
  }

  @Test
  void aSourceIsJudgedByItsOwnWindowsOrElseByTheDefault() {
    SourceWindows windows =
        Settings.read(
                null,
                null,
                Map.of("LEDGER_DUPLICATE_WINDOWS", "ipilot=PT2H/PT0S, acme = P31D/PT5M30S"))
            .windows();

    assertThat(windows.of(new Source("ipilot")))
        .isEqualTo(new DuplicateWindows(Duration.ofHours(2), Duration.ZERO));
    assertThat(windows.of(new Source("acme")))
        .isEqualTo(new DuplicateWindows(Duration.ofDays(31), Duration.ofSeconds(330)));
    assertThat(windows.of(new Source("other"))).isEqualTo(DuplicateWindows.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "PT1H/PT10M | 'PT1H/PT10M' is not written source=retry/repeat",
        "ipilot=PT1H | 'ipilot=PT1H' is not written source=retry/repeat",
        "ipilot=PT1H/PT1M, | '' is not written source=retry/repeat",
        "ipilot=PT1H/PT1M/PT1S | 'ipilot=PT1H/PT1M/PT1S' is not written source=retry/repeat",
        "ipilot=1h/PT1M | '1h' is no duration of whole seconds from PT0S to P31D",
        "ipilot=PT1H/-PT1M | '-PT1M' is no duration of whole seconds from PT0S to P31D",
        "ipilot=P31DT1S/PT1M | 'P31DT1S' is no duration of whole seconds from PT0S to P31D",
        "ipilot=PT1H/PT0.5S | 'PT0.5S' is no duration of whole seconds from PT0S to P31D",
        "a=PT1H/PT1M,a=PT1H/PT1M | 'a' is there twice",
        "I=PT1H/PT1M | 'I' is no source name; use [a-z][a-z0-9-]{0,31}, for example ipilot",
      })
  void windowsThatAreNoneStopTheStart(String text, String reason) {
    refused(
        null,
        Map.of("LEDGER_DUPLICATE_WINDOWS", text),
        "LEDGER_DUPLICATE_WINDOWS cannot be used: %s; write it as ipilot=PT1H/PT10M, acme=PT2H/PT5M"
            .formatted(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "-1", "65536", "80 80", "tcp://10.0.0.1:8080", ""})
  void aPortThatIsNone(String port) {
    refused(port, Map.of(), "--port is '" + port + "'; give a port from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/s", "500", "500/m", "-1/s", "1000000/s", "1.5/s"})
  void aRateThatIsNone(String rate) {
    assertThat(Settings.read(null, null, Map.of("LEDGER_RATE_LIMIT", "7/s")).rateLimit())
        .isEqualTo(7);
    refused(
        null,
        Map.of("LEDGER_RATE_LIMIT", rate),
        "LEDGER_RATE_LIMIT is '%s'; give requests per second from 1/s to 999999/s".formatted(rate));
  }

  @Test
  void theMessageNamesTheVariableWhenThereIsNoFlag() {
    refused(null, Map.of("LEDGER_PORT", "x"), "LEDGER_PORT is 'x'; give a port from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "http://db", "mongodb://", "mongodb://u:hunter2@@h/ledger"})
  void aMongodbUriThatIsNone(String uri) {
    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> Settings.read(null, null, Map.of("LEDGER_MONGODB_URI", uri)))
        .withMessageStartingWith("LEDGER_MONGODB_URI cannot be read; write it as mongodb://")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "fifteen-letters", "with a space in it", "sechzehn-Zeichen-ü"})
  void aSecretThatIsTooWeakIsNotRepeated(String secret) {
    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> Settings.read(null, null, Map.of("LEDGER_ADMIN_KEY", secret)))
        .withMessageStartingWith("LEDGER_ADMIN_KEY is not usable; give 16 to 256")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
  }

  @Test
  void theTwoSecretsMustDiffer() {
    refused(
        null,
        Map.of("LEDGER_ADMIN_KEY", "0123456789abcdef", "LEDGER_WEBHOOK_SECRET", "0123456789abcdef"),
        "LEDGER_ADMIN_KEY and LEDGER_WEBHOOK_SECRET must not be the same");
  }

  @ParameterizedTest
  @CsvSource({
    "LEDGER_PROT, LEDGER_PORT",
    "LEDGER_PORTS, LEDGER_PORT",
    "ledger_port, LEDGER_PORT",
    "LEDGER_DATADIR, LEDGER_DATA_DIR",
    "LEDGER_MONGO_URI, LEDGER_MONGODB_URI",
    "LEDGER_MONGODB_URL, LEDGER_MONGODB_URI",
    "LEDGER_ADMINKEY, LEDGER_ADMIN_KEY",
    "LEDGER_WEBHOOK_SERCET, LEDGER_WEBHOOK_SECRET",
    "LEDGER_CATALOG, LEDGER_CATALOGUE",
    "LEDGER_DUPLICATE_WINDOW, LEDGER_DUPLICATE_WINDOWS",
  })
  void aMisspeltVariableStopsTheStart(String name, String meant) {
    refused(
        null,
        Map.of(name, "1"),
        "the environment variable %s is unknown; did you mean %s? Correct or remove it"
            .formatted(name, meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LEDGER_SERVICE_HOST", "LEDGER_HOST", "LEDGER_JAVA_HOME", "LEDGERPORT"})
  void aVariableThatIsSomethingElseDoesNot(String name) {
    assertThat(Settings.read(null, null, Map.of(name, "1")).port()).isEqualTo(8080);
  }

  @Test
  void secretsAreNotPrinted() {
    Settings settings = Settings.read(null, null, Map.of("LEDGER_ADMIN_KEY", "0123456789abcdef"));

    assertThat(settings.toString()).doesNotContain("0123456789abcdef");
  }

  private static void refused(
      @Nullable String port, Map<String, String> environment, String message) {
    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> Settings.read(port, null, environment))
        .withMessage(message);
  }
}
