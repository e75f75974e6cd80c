package io.entitlementledger.event;

import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a held delivery asked for.
 *
 * @param changes for {@link Act#CHANGE_LINES}, at least one; else empty
 * @param gauge for {@link Act#SET_GAUGE}
 * @param site for the acts on sites
 * @param updatedFields what the sender says was changed, where the act is a change
 * @param externalId the customer's id in the reseller's own systems, where the delivery names it
 */
public record Request(
    Act act,
    List<LineChange> changes,
    @Nullable GaugeReading gauge,
    @Nullable Site site,
    List<String> updatedFields,
    @Nullable String externalId) {

  /** What is asked for. */
  public enum Act {
    CHANGE_LINES,
    SET_GAUGE,
    OPEN_ACCOUNT,
    CHANGE_ACCOUNT,
    CLOSE_ACCOUNT,
    ADD_SITE,
    CHANGE_SITE,
    REMOVE_SITE
  }
}
