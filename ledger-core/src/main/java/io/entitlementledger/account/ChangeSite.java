package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Site;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The sender reports a change of a site.
 *
 * @param site the site, with its name where the delivery gives it
 * @param updatedFields what was changed, in the sender's words; may be empty
 */
public record ChangeSite(
    @TargetAggregateIdentifier AccountId account,
    Cause cause,
    @Nullable String externalId,
    Site site,
    List<String> updatedFields)
    implements AccountCommand {
  @Override
  public ChangeSite with(Cause another) {
    return new ChangeSite(account, another, externalId, site, updatedFields);
  }

  @Override
  public Request request() {
    return new Request(Act.CHANGE_SITE, List.of(), null, site, updatedFields, externalId);
  }
}
