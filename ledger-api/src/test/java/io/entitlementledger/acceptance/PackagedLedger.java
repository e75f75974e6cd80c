package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program as a child process on a data directory, and its user. */
final class PackagedLedger implements AutoCloseable {
  private static final String ADMIN = "admin-key-of-the-acceptance-tests";
  private static final String WEBHOOK = "webhook-secret-of-the-acceptance-tests";
  private static final String READY = "Entitlement Ledger is ready on ";

  private final Process process;
  private final String address;
  private final HttpClient http = HttpClient.newHttpClient();

  /** An answer: its status, its body as text, and as JSON where it is. */
  record Answer(int status, String contentType, String text) {
    JsonNode json() {
      return JsonMapper.shared().readTree(text);
    }

    String text(String pointer) {
      return json().at(pointer).asString();
    }

    /** One member of every element of {@code data}. */
    List<String> each(String member) {
      return StreamSupport.stream(json().get("data").spliterator(), false)
          .map(element -> element.get(member).asString())
          .toList();
    }
  }

  private PackagedLedger(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Runs one command to its end, and gives every line that it printed; it is ended after minutes.
   */
  static List<String> run(String... arguments) throws IOException, InterruptedException {
    Path said = Files.createTempFile("ledger", ".said");
    Process process =
        program(arguments).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("It did not end: " + Files.readString(said));
    }
    List<String> lines = Files.readAllLines(said);
    Files.delete(said);
    return lines;
  }

  private static ProcessBuilder program(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-jar"));
    command.add(Path.of("target/ledger.jar").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGER_"));
    builder.environment().put("LEDGER_ADMIN_KEY", ADMIN);
    builder.environment().put("LEDGER_WEBHOOK_SECRET", WEBHOOK);
    builder.environment().put("LEDGER_RATE_LIMIT", "999999/s"); // the tests are in a hurry
    return builder;
  }

  static PackagedLedger start(Path data) throws IOException {
    return start(data, Map.of());
  }

  static PackagedLedger start(Path data, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        program("serve", "--port", "0", "--data-dir", data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return start(builder);
  }

  /** Starts it so that no file it writes can be larger than so many KiB. */
  static PackagedLedger startBounded(Path data, int kibibytes) throws IOException {
    ProcessBuilder builder = program("serve", "--port", "0", "--data-dir", data.toString());
    builder
        .command()
        .addAll(0, List.of("bash", "-c", "ulimit -f %d; exec \"$@\"".formatted(kibibytes), "bash"));
    return start(builder.redirectError(ProcessBuilder.Redirect.DISCARD)); // it complains at length
  }

  private static PackagedLedger start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        // Read to its end: with nobody to read what it logs, it would stop in the middle of it.
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
        return new PackagedLedger(
            process, line.substring(READY.length(), line.indexOf(' ', READY.length())));
      }
    }
    throw new IllegalStateException("The ledger ended before it was ready");
  }

  String port() {
    return "" + URI.create(address).getPort();
  }

  /** A connection of a sender. */
  KeptConnection webhookConnection() {
    return new KeptConnection(URI.create(address), WEBHOOK);
  }

  /** Asks it to end, as its user and every supervisor do; its output stays open. */
  void tellToStop() {
    process.toHandle().destroy();
  }

  /** The status it ends with. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The ledger did not end");
    }
    return process.exitValue();
  }

  /** Posts a delivery with the webhook's secret. */
  Answer deliver(byte[] body, String... headers) throws IOException, InterruptedException {
    return post("/v1/webhooks/ipilot", body, WEBHOOK, headers);
  }

  Answer deliver(String body, String... headers) throws IOException, InterruptedException {
    return deliver(body.getBytes(UTF_8), headers);
  }

  /**
   * Posts JSON.
   *
   * @param credential null to show none
   */
  Answer post(String path, byte[] body, @Nullable String credential, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, credential).POST(BodyPublishers.ofByteArray(body));
    request.header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Whether it says that it can do all its work. */
  boolean isReady() throws IOException, InterruptedException {
    return get("/actuator/health/readiness").status() == 200;
  }

  /** Asks as the administrator. */
  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path, ADMIN).GET());
  }

  /** Commands as the administrator. */
  Answer command(String path) throws IOException, InterruptedException {
    return send(request(path, ADMIN).POST(BodyPublishers.noBody()));
  }

  Answer command(String path, String body) throws IOException, InterruptedException {
    return post(path, body.getBytes(UTF_8), ADMIN);
  }

  private HttpRequest.Builder request(String path, @Nullable String credential) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    return credential == null ? request : request.header("Authorization", "Bearer " + credential);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }

  /** Ends it with no warning, as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it as its user does. */
  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
