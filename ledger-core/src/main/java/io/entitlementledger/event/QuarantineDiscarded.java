package io.entitlementledger.event;

import org.jspecify.annotations.Nullable;

/**
 * A person decided that a delivery that could not be read does not count.
 *
 * @param delivery the id of the delivery, which is its stream
 * @param idempotencyKey the act's own key, where the person gave one
 */
@Stored(name = "QuarantineDiscarded")
public record QuarantineDiscarded(String delivery, @Nullable String idempotencyKey, Cause cause)
    implements QuarantineEvent, RuledEvent {}
