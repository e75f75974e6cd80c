package io.entitlementledger.cli;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.CannotStart;
import io.entitlementledger.embedded.EmbeddedMongo;
import io.entitlementledger.embedded.EmbeddedStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The MongoDB of this process: a configured one, or the embedded one in the data directory. */
public final class Store implements AutoCloseable {
  /** Where in the data directory backups are made while the store is open. */
  static final String BACKUPS = "backups";

  private static final String DEFAULT_DATABASE = "ledger";
  private static final int SELECTION_SECONDS = 5;

  private final MongoClient client;
  private final MongoDatabase database;
  private final String description;
  private final Path dataDir;
  private final @Nullable EmbeddedMongo embedded;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Store(
      ConnectionString uri, String description, Path dataDir, @Nullable EmbeddedMongo embedded) {
    this.dataDir = dataDir;
    this.client = MongoClients.create(clientSettings(uri));
    this.database =
        client.getDatabase(Optional.ofNullable(uri.getDatabase()).orElse(DEFAULT_DATABASE));
    this.description = description;
    this.embedded = embedded;
  }

  /**
   * Opens the store and asks it for one answer.
   *
   * @throws CannotStart if there is none
   */
  public static Store open(Settings settings) {
    DataDirectory.prepare(settings.dataDir());
    return settings
        .mongodb()
        .map(uri -> external(uri, settings.dataDir()))
        .orElseGet(() -> embedded(settings.dataDir()));
  }

  /**
   * Opens one that is there already: to look into a new one is of no use to anybody, and a mistyped
   * place would not be noticed.
   *
   * @throws CannotStart if there is none
   */
  static Store openExisting(Settings settings) {
    if (settings.mongodb().isEmpty() && !Files.isDirectory(settings.dataDir())) {
      throw new CannotStart(
          "there is no ledger in %s; give --data-dir or %s of the one that is meant"
              .formatted(settings.dataDir(), Settings.MONGODB_URI));
    }
    return open(settings);
  }

  private static Store embedded(Path dataDir) {
    try {
      EmbeddedMongo server = EmbeddedMongo.start(dataDir);
      ConnectionString uri = new ConnectionString(server.connectionString());
      return new Store(uri, dataDir.toString(), dataDir, server);
    } catch (EmbeddedStoreException e) {
      throw new CannotStart(e.getMessage() + " Mend that, or choose another with --data-dir", e);
    }
  }

  private static Store external(ConnectionString uri, Path dataDir) {
    String hosts = String.join(",", uri.getHosts());
    Store store = new Store(uri, "MongoDB at " + hosts, dataDir, null);
    try {
      store.database.runCommand(new Document("ping", 1));
      return store;
    } catch (MongoException e) {
      store.close();
      throw new CannotStart(unreachable(e, hosts), e);
    }
  }

  private static String unreachable(MongoException e, String hosts) {
    if (e instanceof MongoSecurityException) {
      return "MongoDB at %s refused the user or password of %s; correct them"
          .formatted(hosts, Settings.MONGODB_URI);
    }
    if (e instanceof MongoTimeoutException) {
      return "MongoDB at %s did not answer within %d s; start it, or correct %s"
          .formatted(hosts, SELECTION_SECONDS, Settings.MONGODB_URI);
    }
    return "MongoDB at %s cannot be used; check that it runs and that %s is right"
        .formatted(hosts, Settings.MONGODB_URI);
  }

  private static MongoClientSettings clientSettings(ConnectionString uri) {
    return MongoClientSettings.builder()
        .applyConnectionString(uri)
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
        .applicationName("entitlement-ledger")
        .build();
  }

  public MongoClient client() {
    return client;
  }

  public MongoDatabase database() {
    return database;
  }

  /**
   * Names this process among those that share the store. The embedded store serves one at a time,
   * so the next one after a crash is the same to it, and need not wait for the claims of the dead
   * one.
   */
  public String nodeName() {
    return embedded == null ? "node-" + UUID.randomUUID() : "embedded";
  }

  /** Where the data are, for a person; without any credential. */
  public String description() {
    return description;
  }

  /**
   * Copies the embedded store into the data directory, while it is in use.
   *
   * @param name of the copy among the backups
   * @return how many bytes it has; empty if the store is not the embedded one
   * @throws BackupFailedException if it cannot be made
   */
  public OptionalLong backup(String name) {
    if (embedded == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(embedded.backup(dataDir.resolve(BACKUPS).resolve(name)));
    } catch (EmbeddedStoreException e) {
      throw new BackupFailedException(e);
    }
  }

  /** Closes the client, then the server; closing twice does nothing more. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    client.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
