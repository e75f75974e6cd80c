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
import org.bson.Document;
import tools.jackson.databind.json.JsonMapper;

/**
 * The latest snapshot of each stream: a shortcut for loading, never a record. The aggregate's type
 * and the revision of its state are kept, so that a filter can refuse an older shape.
 */
final class Snapshots {
  private static final String STREAM = "_id";
  private static final String SEQUENCE = "sequence";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final MongoCollection<Document> collection;

  Snapshots(MongoCollection<Document> collection) {
    this.collection = collection;
  }

  /** Keeps a snapshot, unless there is one of a later sequence. */
  void store(DomainEventMessage<?> snapshot, EventCodec codec) {
    LoggedEvent state = codec.encode(snapshot);
    Document document =
        new Document(STREAM, state.stream())
            .append(SEQUENCE, state.sequence())
            .append("type", snapshot.getType())
            .append("id", state.id())
            .append("name", state.name())
            .append("revision", state.revision())
            .append("timestamp", state.timestamp().toEpochMilli())
            .append("payload", JSON.writeValueAsString(state.payload()))
            .append("metadata", JSON.writeValueAsString(state.metadata()));
    try {
      collection.replaceOne(
          Filters.and(Filters.eq(STREAM, state.stream()), Filters.lte(SEQUENCE, state.sequence())),
          document,
          new ReplaceOptions().upsert(true));
    } catch (MongoWriteException e) {
      // No earlier one was found to replace and the stream has one: it is of a later sequence.
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  Optional<DomainEventData<?>> read(String stream, EventCodec codec) {
    return Optional.ofNullable(collection.find(Filters.eq(STREAM, stream)).first())
        .map(found -> codec.domain(found.getString("type"), stateOf(stream, found)));
  }

  private static LoggedEvent stateOf(String stream, Document found) {
    return new LoggedEvent(
        found.getString("id"),
        found.getString("name"),
        found.getString("revision"),
        Instant.ofEpochMilli(found.getLong("timestamp")),
        stream,
        found.getLong(SEQUENCE),
        JSON.readTree(found.getString("payload")),
        JSON.readTree(found.getString("metadata")));
  }
}
