package io.entitlementledger.projection.replay;

import io.entitlementledger.codec.StoredNames;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.log.Recorded;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * An event and where the log keeps it: all that a view may be made from.
 *
 * @param position its place in the log, from 0
 * @param recordedAt when its commit was recorded; never runs backwards
 * @param id the event's own id
 * @param stream the stream it belongs to
 * @param sequence its place in its stream, from 0
 * @param leaf hex SHA-256 of its commit, the leaf that a proof is for
 * @param rawSha256 hex SHA-256 of the delivery as it came, where a delivery caused it
 */
public record Fact(
    long position,
    Instant recordedAt,
    String id,
    String stream,
    long sequence,
    String leaf,
    @Nullable String rawSha256,
    LedgerEvent event) {

  /**
   * What a message of the log's stream says.
   *
   * @throws IllegalStateException if it is no event of the ledger
   */
  static Fact of(TrackedEventMessage<?> message) {
    if (!(message.getPayload() instanceof LedgerEvent event)) {
      throw new IllegalStateException(
          "No view knows the event " + message.getPayloadType().getName());
    }
    Recorded recorded = Recorded.of(message);
    DomainEventMessage<?> domain = message instanceof DomainEventMessage<?> it ? it : null;
    return new Fact(
        recorded.position(),
        recorded.recordedAt(),
        message.getIdentifier(),
        domain == null ? message.getIdentifier() : domain.getAggregateIdentifier(),
        domain == null ? 0 : domain.getSequenceNumber(),
        recorded.leaf(),
        recorded.rawSha256(),
        event);
  }

  /** The name the event is stored under. */
  public String type() {
    return StoredNames.nameOf(event.getClass());
  }

  /** The account it happened to, else the stream it belongs to. */
  public String accountOrStream() {
    return event instanceof AccountEvent of ? of.account().toString() : stream;
  }
}
