package io.entitlementledger.log;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.bson.Document;

/**
 * The latest snapshot of each stream: a shortcut for loading, never a record. The aggregate's type
 * and the revision of its state are kept, so that a filter can refuse an older shape.
 */
final class Snapshots {
  private static final String STREAM = "_id";
  private static final String SEQUENCE = "sequence";

  private final MongoCollection<Document> collection;

  Snapshots(MongoCollection<Document> collection) {
    this.collection = collection;
  }

  /** Keeps a snapshot, unless there is one of a later sequence. */
  void store(DomainEventMessage<?> snapshot, Serializer serializer) {
    SerializedObject<String> state = snapshot.serializePayload(serializer, String.class);
    SerializedObject<String> metadata =
        serializer.serialize(EventCodec.stored(snapshot.getMetaData()), String.class);
    String stream = snapshot.getAggregateIdentifier();
    long sequence = snapshot.getSequenceNumber();
    Document document =
        new Document(STREAM, stream)
            .append(SEQUENCE, sequence)
            .append("type", snapshot.getType())
            .append("id", snapshot.getIdentifier())
            .append("name", state.getType().getName())
            .append("revision", state.getType().getRevision())
            .append("timestamp", snapshot.getTimestamp().toEpochMilli())
            .append("payload", state.getData())
            .append("metadata", metadata.getData());
    try {
      collection.replaceOne(
          Filters.and(Filters.eq(STREAM, stream), Filters.lte(SEQUENCE, sequence)),
          document,
          new ReplaceOptions().upsert(true));
    } catch (MongoWriteException e) {
      // No earlier one was found to replace and the stream has one: it is of a later sequence.
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  Optional<DomainEventData<?>> read(String stream) {
    return Optional.ofNullable(collection.find(Filters.eq(STREAM, stream)).first())
        .map(found -> stateOf(stream, found));
  }

  private static DomainEventData<?> stateOf(String stream, Document found) {
    return new StoredEvents.Domain<>(
        found.getString("type"),
        stream,
        found.getLong(SEQUENCE),
        found.getString("id"),
        Instant.ofEpochMilli(found.getLong("timestamp")),
        new SimpleSerializedObject<>(
            found.getString("payload"),
            String.class,
            new SimpleSerializedType(found.getString("name"), found.getString("revision"))),
        new SerializedMetaData<>(found.getString("metadata"), String.class));
  }
}
