package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import io.entitlementledger.codec.LedgerSerializer;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerStorageEngine;
import io.entitlementledger.log.LogSettings;
import org.jspecify.annotations.Nullable;

/** The log of this project, with the settings the ledger runs it with. */
final class LedgerContender implements Contender {
  private final MongoClient client;
  private final MongoDatabase database;
  private final Appender appender;
  private final LedgerStorageEngine engine;

  /**
   * @param name the database's
   * @param listener hears of every command, if there is one
   */
  LedgerContender(MongoPlace place, String name, @Nullable CommandListener listener) {
    this(place.client(listener), name);
  }

  /** Takes the client over. */
  LedgerContender(MongoClient client, String name) {
    this.client = client;
    database = client.getDatabase(name);
    appender = new Appender(new EventLog(database), LogSettings.defaults());
    LedgerSerializer serializer = new LedgerSerializer();
    engine =
        LedgerStorageEngine.builder()
            .appender(appender)
            .snapshots(database.getCollection("snapshots"))
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .build();
  }

  @Override
  public String label() {
    return "this log";
  }

  @Override
  public LedgerStorageEngine engine() {
    return engine;
  }

  MongoDatabase database() {
    return database;
  }

  @Override
  public void close() {
    appender.close();
    client.close();
  }
}
