package io.entitlementledger.webhook;

import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery was received: all that a reading needs and the body does not say. A later reading
 * of the same bytes is given the same receipt, so that it counts from when it came.
 *
 * @param delivery {@code dlv_} and a UUIDv7
 * @param receivedAt when the ledger took it; cut to milliseconds
 * @param idempotencyKey what the sender gave as {@code Idempotency-Key} or {@code webhook-id}
 * @param windows the source's settings
 */
public record Receipt(
    String delivery,
    Instant receivedAt,
    @Nullable String idempotencyKey,
    DuplicateWindows windows) {
  public Receipt {
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The cause of an event about a delivery that could not be read, which therefore names neither a
   * webhook nor its content.
   */
  public Cause unread(Source source, Catalogue catalogue) {
    return cause(
        source,
        catalogue.reference(),
        new Delivery(delivery, receivedAt, null, null, idempotencyKey, List.of()));
  }

  Cause read(
      Source source,
      Catalogue catalogue,
      String webhook,
      String content,
      List<String> unknownFields) {
    return cause(
        source,
        catalogue.reference(),
        new Delivery(delivery, receivedAt, webhook, content, idempotencyKey, unknownFields));
  }

  private Cause cause(Source source, String catalogue, Delivery read) {
    return new Cause(
        receivedAt, new Actor(Actor.Kind.SENDER, source.name()), null, read, catalogue);
  }
}
