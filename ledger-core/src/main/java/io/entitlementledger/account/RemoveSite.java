package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Site;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** The sender reports a site as removed. */
public record RemoveSite(
    @TargetAggregateIdentifier AccountId account,
    Cause cause,
    @Nullable String externalId,
    Site site)
    implements AccountCommand {
  @Override
  public RemoveSite with(Cause another) {
    return new RemoveSite(account, another, externalId, site);
  }

  @Override
  public Request request() {
    return new Request(Act.REMOVE_SITE, List.of(), null, site, List.of(), externalId);
  }
}
