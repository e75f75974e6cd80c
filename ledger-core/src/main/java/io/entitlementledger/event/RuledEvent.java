package io.entitlementledger.event;

import org.jspecify.annotations.Nullable;

/** A person's ruling on a delivery that waited for one. */
public sealed interface RuledEvent
    permits DeliveryReleased, DeliveryDiscarded, DeliveryRetried, QuarantineDiscarded {
  /** The act's own key, where the person gave one. */
  @Nullable String idempotencyKey();

  Cause cause();
}
