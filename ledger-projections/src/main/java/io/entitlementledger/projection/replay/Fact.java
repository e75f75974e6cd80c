package io.entitlementledger.projection.replay;

import io.entitlementledger.codec.StoredNames;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.LedgerEvent;
import java.time.Instant;
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

  /** The name the event is stored under. */
  public String type() {
    return StoredNames.nameOf(event.getClass());
  }

  /** The account it happened to, else the stream it belongs to. */
  public String accountOrStream() {
    return event instanceof AccountEvent of ? of.account().toString() : stream;
  }
}
