package io.entitlementledger.log;

import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where and when the log recorded an event, and what proves it. Every event that a processor gets
 * from {@link LedgerEventStore#openStream} carries one; it is read from the commit, not stored.
 *
 * @param position the event's position in the log
 * @param recordedAt when its commit was recorded; never runs backwards along the positions
 * @param leaf hex RFC 6962 leaf hash of its commit
 * @param rawSha256 hex SHA-256 of the delivery that caused it, as it came; null if there was none
 *     or it was erased
 */
public record Recorded(long position, Instant recordedAt, String leaf, @Nullable String rawSha256) {
  static final String KEY = "ledger.recorded";

  /**
   * Of an event that came from the event store's stream.
   *
   * @throws IllegalArgumentException if it came from elsewhere
   */
  public static Recorded of(EventMessage<?> event) {
    if (event.getMetaData().get(KEY) instanceof Recorded recorded) {
      return recorded;
    }
    throw new IllegalArgumentException(
        "Event " + event.getIdentifier() + " did not come from the log's stream");
  }

  Map<String, Object> asMetaData() {
    return Map.of(KEY, this);
  }
}
