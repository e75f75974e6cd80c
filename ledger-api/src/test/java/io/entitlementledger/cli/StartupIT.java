package io.entitlementledger.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.embedded.EmbeddedMongo;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a child process, as its user meets it. */
@SuppressWarnings("NullAway.Init")
class StartupIT {
  private static final String JAR = Path.of("target/ledger.jar").toAbsolutePath().toString();

  @TempDir Path directory;

  private record Ended(int code, String out, String err) {}

  @Test
  void aSettingThatDoesNotParse() throws IOException, InterruptedException {
    refused(
        run(Map.of(), "serve", "--port", "http"),
        "ledger: --port is 'http'; give a port from 0 to 65535");
  }

  @Test
  void aMisspeltVariable() throws IOException, InterruptedException {
    refused(
        run(Map.of("LEDGER_PROT", "9090"), "serve"),
        "ledger: the environment variable LEDGER_PROT is unknown; did you mean LEDGER_PORT?"
            + " Correct or remove it");
  }

  @Test
  void anUnknownOption() throws IOException, InterruptedException {
    refused(
        run(Map.of(), "serve", "--prot=9090"),
        "ledger: Unknown option: '--prot=9090'; see ledger serve --help");
  }

  @Test
  void noCommand() throws IOException, InterruptedException {
    refused(
        run(Map.of()),
        "ledger: Missing command: serve, rebuild, verify, backup or key; see ledger --help");
  }

  @Test
  void aPortInUse() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0)) {
      refused(
          run(
              Map.of("LEDGER_PORT", "" + taken.getLocalPort()),
              "serve",
              "--data-dir",
              data().toString()),
          "ledger: port %d is in use; stop the other program or choose another port with --port"
              .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void aDataDirectoryThatCannotBeMade() throws IOException, InterruptedException {
    Path file = Files.createFile(directory.resolve("file"));

    refused(
        run(Map.of(), "serve", "--data-dir", file.resolve("data").toString()),
        "ledger: the data directory %s cannot be created; make it writable or choose another with"
                .formatted(file.resolve("data"))
            + " --data-dir");
  }

  @Test
  void aDataDirectoryThatCannotBeWritten() throws IOException, InterruptedException {
    refused(
        run(Map.of(), "serve", "--data-dir", "/proc/self"),
        "ledger: the data directory /proc/self cannot be written; make it writable or choose"
            + " another with --data-dir");
  }

  @Test
  void aMongodbThatDoesNotAnswer() throws IOException, InterruptedException {
    int free;
    try (ServerSocket once = new ServerSocket(0)) {
      free = once.getLocalPort();
    }
    Map<String, String> environment =
        Map.of(
            "LEDGER_MONGODB_URI",
            "mongodb://user:hunter2@localhost:" + free + "/ledger",
            "LEDGER_DATA_DIR",
            data().toString());

    Ended ended = run(environment, "serve");

    refused(
        ended,
        "ledger: MongoDB at localhost:%d did not answer within 5 s; start it, or correct"
                .formatted(free)
            + " LEDGER_MONGODB_URI");
    assertThat(ended.out() + ended.err()).doesNotContain("hunter2");
  }

  @Test
  void helpAndVersion() throws IOException, InterruptedException {
    assertThat(run(Map.of(), "--version").out()).matches("ledger [0-9][^ ]*\n");
    Ended help = run(Map.of(), "serve", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("--port", "--data-dir", "LEDGER_MONGODB_URI");
  }

  @Test
  void itSaysWhereItIsReadyAndStopsWhenToldTo() throws IOException, InterruptedException {
    Process process = start(Map.of(), "serve", "--port", "0", "--data-dir", data().toString());
    try {
      List<String> lines = new ArrayList<>();
      String address = "";
      var out = process.inputReader();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.startsWith("Entitlement Ledger is ready on ")) {
          address = line.replaceAll(".* (http:[^ ]+) .*", "$1");
          break;
        }
      }
      assertThat(lines)
          .containsExactly(
              "The admin key was written to " + data().resolve("admin-key"),
              "The webhook secret was written to " + data().resolve("webhook-secret"),
              "Entitlement Ledger is ready on " + address + " (data in " + data() + ")");

      String key = Files.readString(data().resolve("admin-key")).strip();
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(address + "/v1/openapi.json"))
                .header("Authorization", "Bearer " + key)
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }

      process.toHandle().destroy(); // SIGTERM, and its output stays open
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(out.lines()).isEmpty();
      assertThat(process.errorReader().lines()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aDataDirectoryThatAnotherOneUses() throws IOException, InterruptedException {
    try (EmbeddedMongo other = EmbeddedMongo.start(data())) {
      assertThat(other.connectionString()).isNotEmpty();
      refused(
          run(Map.of(), "serve", "--port", "0", "--data-dir", data().toString()),
          "ledger: %s is in use by another process. Mend that, or choose another with --data-dir"
              .formatted(data()));
    }
  }

  @Test
  void aSecretsFileThatIsBroken() throws IOException, InterruptedException {
    Files.createDirectory(data());
    Files.writeString(data().resolve("admin-key"), "");

    refused(
        run(Map.of(), "serve", "--port", "0", "--data-dir", data().toString()),
        "ledger: the file %s holds no usable secret; put there 16 to 256 printable ASCII"
                .formatted(data().resolve("admin-key"))
            + " characters without spaces, best made by a generator, or delete it");
  }

  @Test
  void theLauncherSaysWhenThereIsNoJdk() throws IOException, InterruptedException {
    ProcessBuilder launcher =
        new ProcessBuilder(Path.of("../ledger").toAbsolutePath().normalize().toString(), "serve")
            .directory(directory.toFile());
    launcher.environment().put("LEDGER_JAVA_HOME", directory.toString());
    Process process = launcher.start();

    assertThat(process.inputReader().lines()).isEmpty();
    assertThat(process.errorReader().lines())
        .containsExactly(
            "ledger: LEDGER_JAVA_HOME is %s, which is no JDK 25; correct or unset it"
                .formatted(directory));
    assertThat(process.waitFor()).isNotZero();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private static void refused(Ended ended, String line) {
    assertThat(ended.err()).isEqualTo(line + System.lineSeparator());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isNotZero();
  }

  private Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(environment, arguments);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-jar", JAR));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGER_"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
