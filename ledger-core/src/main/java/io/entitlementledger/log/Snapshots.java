package io.entitlementledger.log;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * The latest snapshot of each stream: a shortcut for loading, never a record. The aggregate's type
 * and the revision of its state are kept, so that a filter can refuse an older shape.
 */
final class Snapshots {
  private static final String ID = "_id";
  private static final String SEQUENCE = "q";
  private static final String TYPE = "type";
  private static final String BODY = "body";

  private final MongoCollection<Document> collection;

  Snapshots(MongoCollection<Document> collection) {
    this.collection = collection;
  }

  /** Keeps a snapshot, unless there is one of a later sequence. */
  void store(DomainEventMessage<?> snapshot, EventCodec codec) {
    String stream = snapshot.getAggregateIdentifier();
    byte[] body = new Body(List.of(codec.encode(snapshot)), null).encode();
    Document document =
        new Document(ID, stream)
            .append(SEQUENCE, snapshot.getSequenceNumber())
            .append(TYPE, snapshot.getType())
            .append(BODY, new Binary(body));
    try {
      collection.replaceOne(
          Filters.and(Filters.eq(ID, stream), Filters.lte(SEQUENCE, snapshot.getSequenceNumber())),
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
    return Optional.ofNullable(collection.find(Filters.eq(ID, stream)).first())
        .map(
            document -> {
              byte[] body = document.get(BODY, Binary.class).getData();
              LoggedEvent event = Body.parse(body).events().getFirst();
              return codec.domain(document.getString(TYPE), event);
            });
  }
}
