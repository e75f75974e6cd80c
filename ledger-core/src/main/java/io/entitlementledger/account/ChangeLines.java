package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineChange;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes of one or more lines: an order, or a feature that was added or removed.
 *
 * @param changes at least one; two for an order of call paths and numbers
 * @param windows how near in time the same content must be to be a retry or a suspect
 */
public record ChangeLines(
    @TargetAggregateIdentifier AccountId account,
    Cause cause,
    @Nullable String externalId,
    List<LineChange> changes,
    DuplicateWindows windows)
    implements AccountCommand {
  @Override
  public ChangeLines with(Cause another) {
    return new ChangeLines(account, another, externalId, changes, windows);
  }

  @Override
  public Request request() {
    return new Request(Act.CHANGE_LINES, changes, null, null, List.of(), externalId);
  }
}
