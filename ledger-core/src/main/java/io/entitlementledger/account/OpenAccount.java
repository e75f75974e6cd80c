package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** The sender reports the account as new. */
public record OpenAccount(
    @TargetAggregateIdentifier AccountId account, Cause cause, @Nullable String externalId)
    implements AccountCommand {
  @Override
  public OpenAccount at(Instant instant) {
    return new OpenAccount(account, cause.at(instant), externalId);
  }

  @Override
  public Request request() {
    return new Request(Act.OPEN_ACCOUNT, List.of(), null, null, List.of(), externalId);
  }
}
