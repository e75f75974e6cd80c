package io.entitlementledger.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The delivery that caused an event.
 *
 * @param id {@code dlv_} and a UUIDv7, minted on receipt
 * @param receivedAt when the ledger took it, in milliseconds
 * @param webhook the catalogue's name of the webhook it is, where that could be read
 * @param content SHA-256 in hex over its recognised fields, folded and in a fixed order; absent
 *     where they could not be read
 * @param idempotencyKey what the sender gave as {@code Idempotency-Key} or {@code webhook-id}
 * @param unknownFields the names of fields the catalogue does not know; their values are kept with
 *     the raw bytes
 */
public record Delivery(
    String id,
    Instant receivedAt,
    @Nullable String webhook,
    @Nullable String content,
    @Nullable String idempotencyKey,
    List<String> unknownFields) {}
