package io.entitlementledger.cli;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import io.entitlementledger.CannotStart;
import io.entitlementledger.security.Secret;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one start of the ledger is set up: a flag where there is one, else the environment, else the
 * default. A blank value counts as none.
 *
 * @param port where HTTP is served; 0 takes any free port
 * @param dataDir the embedded store and the files of the first secrets
 * @param mongodb a MongoDB to use instead of the embedded store
 * @param adminKey the API key of the first administrator
 * @param webhookSecret what the sender {@code ipilot} shows
 * @param allowUnauthenticated whether a source without a live key may post without a credential
 * @param rateLimit requests that a key has answered in a second
 * @param catalogue where the catalogue is that deliveries are read by
 * @param windows how near in time the deliveries of a source must be to be doubted
 */
public record Settings(
    int port,
    Path dataDir,
    Optional<ConnectionString> mongodb,
    Optional<Secret> adminKey,
    Optional<Secret> webhookSecret,
    boolean allowUnauthenticated,
    int rateLimit,
    CatalogueSource catalogue,
    SourceWindows windows) {

  static final String PORT = "LEDGER_PORT";
  static final String DATA_DIR = "LEDGER_DATA_DIR";
  static final String MONGODB_URI = "LEDGER_MONGODB_URI";
  static final String ADMIN_KEY = "LEDGER_ADMIN_KEY";
  static final String WEBHOOK_SECRET = "LEDGER_WEBHOOK_SECRET";
  static final String RATE_LIMIT = "LEDGER_RATE_LIMIT";
  static final String ALLOW_UNAUTHENTICATED = "LEDGER_UNSAFE_ALLOW_UNAUTHENTICATED";
  static final String CATALOGUE = "LEDGER_CATALOGUE";
  static final String DUPLICATE_WINDOWS = "LEDGER_DUPLICATE_WINDOWS";

  /** As below, for a command that takes no delivery and has no flag for the catalogue. */
  static Settings read(
      @Nullable String portFlag, @Nullable String dataDirFlag, Map<String, String> environment) {
    return read(portFlag, dataDirFlag, null, environment);
  }

  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5})/s");

  /**
   * Reads every setting and checks it; what is in the catalogue is for a later time.
   *
   * @throws CannotStart naming the first setting that is wrong
   */
  static Settings read(
      @Nullable String portFlag,
      @Nullable String dataDirFlag,
      @Nullable String catalogueFlag,
      Map<String, String> environment) {
    MisspeltSettings.check(environment);
    Optional<Secret> adminKey = secret(ADMIN_KEY, environment);
    Optional<Secret> webhookSecret = secret(WEBHOOK_SECRET, environment);
    if (adminKey.isPresent() && adminKey.equals(webhookSecret)) {
      throw new CannotStart(ADMIN_KEY + " and " + WEBHOOK_SECRET + " must not be the same");
    }
    return new Settings(
        port(portFlag, environment),
        dataDir(dataDirFlag, environment),
        mongodb(environment),
        adminKey,
        webhookSecret,
        flag(ALLOW_UNAUTHENTICATED, environment),
        rateLimit(environment),
        catalogue(catalogueFlag, environment),
        windows(environment));
  }

  private static int port(@Nullable String flag, Map<String, String> environment) {
    String name = flag == null ? PORT : "--port";
    String text = flag == null ? value(PORT, environment).orElse("8080") : flag;
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // answered below, with what is expected
    }
    throw new CannotStart(name + " is '" + text + "'; give a port from 0 to 65535");
  }

  private static Path dataDir(@Nullable String flag, Map<String, String> environment) {
    String name = flag == null ? DATA_DIR : "--data-dir";
    String text = flag == null ? value(DATA_DIR, environment).orElse("./ledger-data") : flag;
    return path(name, text, "directory");
  }

  private static CatalogueSource catalogue(@Nullable String flag, Map<String, String> environment) {
    if (flag != null) {
      return new CatalogueSource(path("--catalogue", flag, "file"));
    }
    return value(CATALOGUE, environment)
        .map(text -> new CatalogueSource(path(CATALOGUE, text, "file")))
        .orElse(CatalogueSource.PACKAGED);
  }

  private static SourceWindows windows(Map<String, String> environment) {
    try {
      return value(DUPLICATE_WINDOWS, environment)
          .map(SourceWindows::parse)
          .orElse(SourceWindows.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          "%s cannot be used: %s; write it as ipilot=PT1H/PT10M, acme=PT2H/PT5M"
              .formatted(DUPLICATE_WINDOWS, e.getMessage()),
          e);
    }
  }

  private static Path path(String name, String text, String what) {
    if (text.isBlank()) {
      throw new CannotStart(name + " is empty; give a " + what);
    }
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new CannotStart(name + " is no path of a " + what + "; give another", e);
    }
  }

  private static Optional<ConnectionString> mongodb(Map<String, String> environment) {
    try {
      return value(MONGODB_URI, environment).map(ConnectionString::new);
    } catch (IllegalArgumentException | MongoException e) {
      // The driver's own message can quote the URI, and with it the password.
      throw new CannotStart(
          MONGODB_URI
              + " cannot be read; write it as mongodb://user:password@host:27017/database"
              + " and percent-encode special characters",
          e);
    }
  }

  private static Optional<Secret> secret(String name, Map<String, String> environment) {
    Optional<Secret> secret = value(name, environment).map(Secret::new);
    if (secret.isPresent() && !secret.get().isAcceptable()) {
      throw new CannotStart(name + " is not usable; give " + Secret.RULE);
    }
    return secret;
  }

  private static int rateLimit(Map<String, String> environment) {
    String text = value(RATE_LIMIT, environment).orElse("500/s");
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new CannotStart(
          RATE_LIMIT + " is '" + text + "'; give requests per second from 1/s to 999999/s");
    }
    return Integer.parseInt(rate.group(1));
  }

  private static boolean flag(String name, Map<String, String> environment) {
    return switch (value(name, environment).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new CannotStart(name + " is neither true nor false; correct it");
    };
  }

  private static Optional<String> value(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
