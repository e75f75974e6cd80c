package io.entitlementledger.intake;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.value.Ruling;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Gives a delivery that could not be read to its account, now that it can.
 *
 * @param delivery the id of the delivery
 * @param command what it asks for, counting from exactly when it was received
 */
public record RetryDelivery(
    @TargetAggregateIdentifier String delivery, AccountCommand command, Ruling ruling) {}
