package io.entitlementledger.cli;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.security.BootstrapSecrets;
import io.entitlementledger.security.Keys;
import io.entitlementledger.security.OpenSources;
import io.entitlementledger.security.Role;
import io.entitlementledger.security.Secret;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The web part of the ledger in this process, answering over real HTTP, with a key of every role.
 * One is shared by all tests, because a start takes seconds.
 */
public final class RunningLedger {
  public static final String ADMIN = "admin-key-of-the-tests";
  public static final String WEBHOOK = "Webhook-secret_of.the~tests";

  /** What a key has answered in a second: the tests are in a hurry. */
  private static final int IN_A_HURRY = 100_000;

  /** Seconds that a connection is waited for: no test waits long. */
  private static final int SOON = 2;

  /** Starts it when a test first asks. */
  private static final class Shared {
    static final RunningLedger LEDGER =
        start(IN_A_HURRY, SOON, CatalogueSource.PACKAGED, SourceWindows.DEFAULT);
  }

  private final int port;
  private final MongoDatabase database;
  private final Keys keys;
  private final ConfigurableApplicationContext context;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningLedger(
      int port, MongoDatabase database, Keys keys, ConfigurableApplicationContext context) {
    this.port = port;
    this.database = database;
    this.keys = keys;
    this.context = context;
  }

  /** The one of this process; it ends with it. */
  public static RunningLedger shared() {
    return Shared.LEDGER;
  }

  /** One of its own, for a test that harms it; it ends with the process too. */
  public static RunningLedger start() {
    return start(CatalogueSource.PACKAGED, SourceWindows.DEFAULT);
  }

  /** Another one, on a data directory of its own; it ends with the process as well. */
  public static RunningLedger start(CatalogueSource catalogue, SourceWindows windows) {
    return start(IN_A_HURRY, SOON, catalogue, windows);
  }

  /**
   * Another one; it ends with the process.
   *
   * @param rate requests that a key has answered in a second
   * @param timeout seconds that a connection is waited for
   */
  public static RunningLedger another(int rate, int timeout) {
    return start(rate, timeout, CatalogueSource.PACKAGED, SourceWindows.DEFAULT);
  }

  private static RunningLedger start(
      int rate, int timeout, CatalogueSource catalogue, SourceWindows windows) {
    Settings settings =
        new Settings(
            0,
            temporaryDirectory(),
            Optional.empty(),
            secret(ADMIN),
            secret(WEBHOOK),
            false,
            rate,
            catalogue,
            windows);
    Store store = Store.open(settings);
    LedgerNode ledger =
        LedgerNode.start(
            store.database(), store.nodeName(), catalogue, windows, InstantSource.system());
    for (Role role : Role.values()) {
      if (role != Role.INGEST && role != Role.ADMIN) {
        addKey(store.database(), role);
      }
    }
    Keys keys = new Keys(store.database(), InstantSource.system());
    BootstrapSecrets.ensure(
        keys, settings.dataDir(), settings.adminKey(), settings.webhookSecret(), true);
    OpenSources open = OpenSources.check(keys, false, Instant.now());
    String[] arguments = Server.arguments(settings);
    String[] more = Arrays.copyOf(arguments, arguments.length + 2);
    more[arguments.length] = "--spring.profiles.active=faults";
    more[arguments.length + 1] = "--server.tomcat.connection-timeout=" + timeout + "s";
    ConfigurableApplicationContext context =
        Server.application(settings, store, ledger, keys, open)
            .registerShutdownHook(false)
            .run(more);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  context.close();
                  ledger.close();
                  store.close();
                  FileSystemUtils.deleteRecursively(settings.dataDir().toFile());
                }));
    return new RunningLedger(
        context.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
        store.database(),
        keys,
        context);
  }

  /** The secret of a role's key. */
  public static String key(Role role) {
    return switch (role) {
      case ADMIN -> ADMIN;
      case INGEST -> WEBHOOK;
      case AUDITOR, BILLING, OPERATOR -> "key-of-the-role-" + role.word();
    };
  }

  /** What it stores in, for a second process of it. */
  public MongoDatabase database() {
    return database;
  }

  /** The keys it lets in by. */
  public Keys keys() {
    return keys;
  }

  /** Every route that a controller answers, as method and pattern. */
  public List<String> mappings() {
    return context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .flatMap(
            mapping ->
                mapping.getPatternValues().stream()
                    .flatMap(
                        pattern ->
                            mapping.getMethodsCondition().getMethods().isEmpty()
                                ? Stream.of("ANY " + pattern)
                                : mapping.getMethodsCondition().getMethods().stream()
                                    .map(method -> method + " " + pattern)))
        .toList();
  }

  /** Sends one request; headers are given as name, value, name, value. */
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        method,
        path,
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
        headers);
  }

  public HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, Role role) throws IOException, InterruptedException {
    return send("GET", path, "", "Authorization", "Bearer " + key(role));
  }

  /** Sends bytes as they are, and reads until the server closes. */
  public String raw(String request) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Sends a beginning, and then a byte every half second in which nothing comes back.
   *
   * @return how many bytes were sent before the server closed, or the most
   */
  public int trickle(String beginning, char next, int most) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
      int sent = 0;
      while (sent < most) {
        try {
          if (socket.getInputStream().read() < 0) {
            return sent;
          }
        } catch (SocketTimeoutException stillOpen) {
          socket.getOutputStream().write(next);
          sent++;
        }
      }
      return most;
    } catch (SocketException closed) {
      return 0;
    }
  }

  private static void addKey(MongoDatabase database, Role role) {
    database
        .getCollection("keys")
        .insertOne(
            new Document("_id", "key_" + role.word())
                .append("role", role.word())
                .append("sha256", sha256(key(role)))
                .append("created_at", Date.from(Instant.EPOCH)));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Secret> secret(String value) {
    return Optional.of(new Secret(value));
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("ledger-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
