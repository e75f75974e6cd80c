package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** The sender reports the account as deleted. */
public record CloseAccount(
    @TargetAggregateIdentifier AccountId account, Cause cause, @Nullable String externalId)
    implements AccountCommand {
  @Override
  public CloseAccount with(Cause another) {
    return new CloseAccount(account, another, externalId);
  }

  @Override
  public Request request() {
    return new Request(Act.CLOSE_ACCOUNT, List.of(), null, null, List.of(), externalId);
  }
}
