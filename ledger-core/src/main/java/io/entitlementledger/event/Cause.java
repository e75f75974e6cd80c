package io.entitlementledger.event;

import io.entitlementledger.value.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why and when an event counts. When it was recorded is the log's to say.
 *
 * @param effectiveAt when it counts from, in milliseconds; the receipt of the delivery unless a
 *     correction or an import says otherwise
 * @param reason what a person gave as the reason, where a person acted
 * @param catalogue the version of the catalogue that read the delivery
 */
public record Cause(
    Instant effectiveAt,
    Actor actor,
    @Nullable String reason,
    @Nullable Delivery delivery,
    @Nullable String catalogue) {}
