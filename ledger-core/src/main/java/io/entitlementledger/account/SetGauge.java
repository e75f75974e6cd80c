package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.GaugeReading;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Sets a line to a reading of a total. */
public record SetGauge(
    @TargetAggregateIdentifier AccountId account,
    Cause cause,
    @Nullable String externalId,
    GaugeReading gauge)
    implements AccountCommand {
  @Override
  public SetGauge with(Cause another) {
    return new SetGauge(account, another, externalId, gauge);
  }

  @Override
  public Request request() {
    return new Request(Act.SET_GAUGE, List.of(), gauge, null, List.of(), externalId);
  }
}
