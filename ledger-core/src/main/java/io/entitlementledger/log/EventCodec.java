package io.entitlementledger.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Between Axon's messages and stored events. A serializer that can write JSON has its JSON embedded
 * as it is; any other one's text is embedded as a JSON string.
 */
final class EventCodec {
  private final Serializer serializer;
  private final boolean json;
  private final UnaryOperator<String> aggregateType;

  /**
   * @param aggregateType gives the aggregate type, which is not stored, of a stream
   */
  EventCodec(Serializer serializer, UnaryOperator<String> aggregateType) {
    this.serializer = serializer;
    this.json = serializer.canSerializeTo(JsonNode.class);
    this.aggregateType = aggregateType;
  }

  LoggedEvent encode(EventMessage<?> message) {
    SerializedType type;
    JsonNode payload;
    JsonNode metadata;
    MetaData stored = stored(message.getMetaData());
    if (json) {
      SerializedObject<JsonNode> content = message.serializePayload(serializer, JsonNode.class);
      type = content.getType();
      payload = content.getData();
      metadata = serializer.serialize(stored, JsonNode.class).getData();
    } else {
      SerializedObject<String> content = message.serializePayload(serializer, String.class);
      type = content.getType();
      payload = StringNode.valueOf(content.getData());
      metadata = StringNode.valueOf(serializer.serialize(stored, String.class).getData());
    }
    boolean domain = message instanceof DomainEventMessage<?>;
    String id = message.getIdentifier();
    return new LoggedEvent(
        id,
        type.getName(),
        type.getRevision(),
        message.getTimestamp().truncatedTo(ChronoUnit.MILLIS),
        domain ? ((DomainEventMessage<?>) message).getAggregateIdentifier() : id,
        domain ? ((DomainEventMessage<?>) message).getSequenceNumber() : 0,
        payload,
        metadata);
  }

  /** The metadata that are kept: not those that only carry something through this process. */
  static MetaData stored(MetaData metadata) {
    return metadata.withoutKeys(Set.of(Submission.KEY, Recorded.KEY));
  }

  DomainEventData<?> domain(LoggedEvent event) {
    String type = aggregateType.apply(event.stream());
    SerializedType payloadType = new SimpleSerializedType(event.name(), event.revision());
    Instant timestamp = event.timestamp();
    if (json) {
      return new StoredEvents.Domain<>(
          type,
          event.stream(),
          event.sequence(),
          event.id(),
          timestamp,
          new SimpleSerializedObject<>(event.payload(), JsonNode.class, payloadType),
          new SerializedMetaData<>(event.metadata(), JsonNode.class));
    }
    return new StoredEvents.Domain<>(
        type,
        event.stream(),
        event.sequence(),
        event.id(),
        timestamp,
        new SimpleSerializedObject<>(event.payload().stringValue(), String.class, payloadType),
        new SerializedMetaData<>(event.metadata().stringValue(), String.class));
  }

  TrackedEventData<?> tracked(LoggedEvent event, long position) {
    var token = new GlobalSequenceTrackingToken(position);
    return event.ofStream()
        ? new TrackedDomainEventData<>(token, domain(event))
        : new StoredEvents.Tracked<>(token, domain(event));
  }
}
