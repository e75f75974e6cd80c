package io.entitlementledger.event;

import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Ruling;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why and when an event counts. When it was recorded is the log's to say.
 *
 * @param effectiveAt when it counts from, in milliseconds; the receipt of the delivery, or of one
 *     that overtook it, unless a correction or an import says otherwise
 * @param reason what a person gave as the reason, where a person acted
 * @param catalogue the catalogue that read the delivery, as {@code name/version}
 */
public record Cause(
    Instant effectiveAt,
    Actor actor,
    @Nullable String reason,
    @Nullable Delivery delivery,
    @Nullable String catalogue) {
  /** The same cause, as a person ruled on it: of the same delivery, but by that person's act. */
  public Cause ruledBy(Ruling ruling) {
    return new Cause(effectiveAt, ruling.by(), ruling.reason(), delivery, catalogue);
  }

  /** The same cause, counting from another instant. */
  public Cause at(Instant instant) {
    return new Cause(instant, actor, reason, delivery, catalogue);
  }
}
