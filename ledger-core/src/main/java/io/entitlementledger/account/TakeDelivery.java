package io.entitlementledger.account;

import io.entitlementledger.value.AccountId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Takes a delivery that has just come. It counts from its receipt; where another delivery overtook
 * it on the way to the account, it counts from that one on, so that what is decided in one order is
 * not folded in another. A command that is sent without this wrapper counts from exactly the
 * instant it names.
 *
 * @param command what the delivery asks for
 */
public record TakeDelivery(AccountCommand command) {
  /** The account it is for. */
  @TargetAggregateIdentifier
  public AccountId account() {
    return command.account();
  }

  AccountCommand notBefore(Instant latest) {
    return command.cause().effectiveAt().isBefore(latest)
        ? command.with(command.cause().at(latest))
        : command;
  }
}
