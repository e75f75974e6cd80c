package io.entitlementledger.bench;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import io.entitlementledger.embedded.EmbeddedMongo;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The ledger's embedded server in a directory, in this process, and clients of it. */
final class MongoPlace implements AutoCloseable {
  /** The driver's own default, or a connection for every writer if there are more of them. */
  private static final int CONNECTIONS = 100;

  private final EmbeddedMongo server;
  private final int connections;

  MongoPlace(Path directory, int writers) {
    this.server = EmbeddedMongo.start(directory);
    this.connections = Math.max(CONNECTIONS, writers);
  }

  /** A client whose writes are durable when they return. The caller closes it. */
  MongoClient client(@Nullable CommandListener listener) {
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.connectionString()))
            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
            .applyToConnectionPoolSettings(pool -> pool.maxSize(connections));
    if (listener != null) {
      settings.addCommandListener(listener);
    }
    return MongoClients.create(settings.build());
  }

  String connectionString() {
    return server.connectionString();
  }

  @Override
  public void close() {
    server.close();
  }
}
