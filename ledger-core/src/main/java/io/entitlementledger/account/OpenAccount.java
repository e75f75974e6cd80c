package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** The sender reports the account as new. */
public record OpenAccount(
    @TargetAggregateIdentifier AccountId account, Cause cause, @Nullable String externalId)
    implements AccountCommand {
  @Override
  public OpenAccount with(Cause another) {
    return new OpenAccount(account, another, externalId);
  }

  @Override
  public Request request() {
    return new Request(Act.OPEN_ACCOUNT, List.of(), null, null, List.of(), externalId);
  }
}
