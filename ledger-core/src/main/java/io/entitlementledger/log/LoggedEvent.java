package io.entitlementledger.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event as the log keeps it.
 *
 * @param id the event's own id
 * @param name the stored name of its type
 * @param revision the revision of its shape; null where the type has none
 * @param timestamp when it was made, to the millisecond
 * @param stream the stream it belongs to; an event of no stream has one to itself, named by its id
 * @param sequence its place in the stream, from 0
 * @param payload its content: JSON, or a JSON string of what a serializer without JSON wrote
 * @param metadata its meta data, the same way
 */
public record LoggedEvent(
    String id,
    String name,
    @Nullable String revision,
    Instant timestamp,
    String stream,
    long sequence,
    JsonNode payload,
    JsonNode metadata) {

  /** Whether it belongs to a stream that other events can join. */
  public boolean ofStream() {
    return !stream.equals(id);
  }
}
