package io.entitlementledger.log;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;

/** What Axon reads of a stored event, still serialized. */
final class StoredEvents {
  private StoredEvents() {}

  /** An event of a stream, or a snapshot. */
  record Domain<T>(
      String type,
      String stream,
      long sequence,
      String id,
      Instant timestamp,
      SerializedObject<T> payload,
      SerializedObject<T> metadata)
      implements DomainEventData<T> {
    @Override
    public String getType() {
      return type;
    }

    @Override
    public String getAggregateIdentifier() {
      return stream;
    }

    @Override
    public long getSequenceNumber() {
      return sequence;
    }

    @Override
    public String getEventIdentifier() {
      return id;
    }

    @Override
    public Instant getTimestamp() {
      return timestamp;
    }

    @Override
    public SerializedObject<T> getMetaData() {
      return metadata;
    }

    @Override
    public SerializedObject<T> getPayload() {
      return payload;
    }
  }

  /** An event of no stream, as it is tracked. */
  record Tracked<T>(TrackingToken trackingToken, DomainEventData<T> event)
      implements TrackedEventData<T> {
    @Override
    public String getEventIdentifier() {
      return event.getEventIdentifier();
    }

    @Override
    public Instant getTimestamp() {
      return event.getTimestamp();
    }

    @Override
    public SerializedObject<T> getMetaData() {
      return event.getMetaData();
    }

    @Override
    public SerializedObject<T> getPayload() {
      return event.getPayload();
    }
  }
}
