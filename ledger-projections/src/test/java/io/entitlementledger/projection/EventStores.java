package io.entitlementledger.projection;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.codec.LedgerSerializer;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.LedgerEventStore;
import io.entitlementledger.log.LedgerStorageEngine;

/** The event store of a ledger, without the rest of it. */
public final class EventStores {
  private EventStores() {}

  /** On the log of an appender, in the same database. */
  public static LedgerEventStore on(Appender appender, MongoDatabase database) {
    LedgerSerializer serializer = new LedgerSerializer();
    return LedgerEventStore.builder()
        .storageEngine(
            LedgerStorageEngine.builder()
                .appender(appender)
                .snapshots(database.getCollection("snapshots"))
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build())
        .build();
  }
}
