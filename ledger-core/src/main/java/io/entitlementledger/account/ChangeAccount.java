package io.entitlementledger.account;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Request.Act;
import io.entitlementledger.value.AccountId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The sender reports a change of the account's own fields.
 *
 * @param updatedFields what was changed, in the sender's words; may be empty
 */
public record ChangeAccount(
    @TargetAggregateIdentifier AccountId account,
    Cause cause,
    @Nullable String externalId,
    List<String> updatedFields)
    implements AccountCommand {
  @Override
  public ChangeAccount with(Cause another) {
    return new ChangeAccount(account, another, externalId, updatedFields);
  }

  @Override
  public Request request() {
    return new Request(Act.CHANGE_ACCOUNT, List.of(), null, null, updatedFields, externalId);
  }
}
