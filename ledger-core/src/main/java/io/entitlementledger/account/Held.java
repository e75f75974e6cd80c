package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.Request;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.Site;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A delivery that waits for a person, with all that it asked for. */
record Held(Request request, Cause cause) {
  static Held of(DeliveryHeld event) {
    return new Held(event.request(), event.cause());
  }

  /** What it asked for, as the command that it was. */
  AccountCommand command(AccountId account, Cause because) {
    @Nullable String externalId = request.externalId();
    return switch (request.act()) {
      case CHANGE_LINES ->
          // It is not compared with others again, so how near they are does not matter.
          new ChangeLines(
              account, because, externalId, request.changes(), DuplicateWindows.DEFAULT);
      case SET_GAUGE -> new SetGauge(account, because, externalId, gauge());
      case OPEN_ACCOUNT -> new OpenAccount(account, because, externalId);
      case CHANGE_ACCOUNT ->
          new ChangeAccount(account, because, externalId, request.updatedFields());
      case CLOSE_ACCOUNT -> new CloseAccount(account, because, externalId);
      case ADD_SITE -> new AddSite(account, because, externalId, site());
      case CHANGE_SITE ->
          new ChangeSite(account, because, externalId, site(), request.updatedFields());
      case REMOVE_SITE -> new RemoveSite(account, because, externalId, site());
    };
  }

  private GaugeReading gauge() {
    return Objects.requireNonNull(request.gauge(), "A request to set a gauge has a reading");
  }

  private Site site() {
    return Objects.requireNonNull(request.site(), "A request on a site names it");
  }
}
