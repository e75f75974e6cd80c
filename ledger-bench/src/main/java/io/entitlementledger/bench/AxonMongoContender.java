package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import io.entitlementledger.codec.LedgerSerializer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.MongoEventStorageEngine;

/**
 * Axon's own engine for MongoDB as it comes: one document an event. Building it makes its indexes.
 */
final class AxonMongoContender implements Contender {
  private final MongoClient client;
  private final MongoEventStorageEngine engine;

  AxonMongoContender(MongoPlace place) {
    client = place.client(null);
    LedgerSerializer serializer = new LedgerSerializer();
    engine =
        MongoEventStorageEngine.builder()
            .mongoTemplate(
                DefaultMongoTemplate.builder().mongoDatabase(client, "axon-mongo").build())
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .build();
  }

  @Override
  public String label() {
    return "axon-mongo";
  }

  @Override
  public EventStorageEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    client.close();
  }
}
