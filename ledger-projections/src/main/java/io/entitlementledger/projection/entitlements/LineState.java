package io.entitlementledger.projection.entitlements;

import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a line beside its quantity.
 *
 * @param gauge whether its last counted change was a reading of a total
 * @param since when its quantity last changed; null as long as only its SKUs are known
 * @param lastEvent the event that last changed its quantity, likewise
 */
record LineState(
    boolean billable,
    boolean gauge,
    Skus skus,
    @Nullable Instant since,
    @Nullable String lastEvent) {
  static final LineState UNKNOWN = new LineState(false, false, Skus.NONE, null, null);

  LineState counted(boolean billableNow, boolean gaugeNow) {
    return new LineState(billableNow, gaugeNow, skus, since, lastEvent);
  }

  /** With the names that a change has changed; of the others it says nothing. */
  LineState named(Skus names, Skus previous) {
    Skus now =
        new Skus(
            Objects.equals(names.reseller(), previous.reseller())
                ? skus.reseller()
                : names.reseller(),
            Objects.equals(names.platform(), previous.platform())
                ? skus.platform()
                : names.platform());
    return new LineState(billable, gauge, now, since, lastEvent);
  }

  LineState moved(Instant at, String event) {
    return new LineState(billable, gauge, skus, at, event);
  }
}
