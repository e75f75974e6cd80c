package io.entitlementledger.account;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Ruling;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Decides that a delivery that its account holds does not count.
 *
 * @param delivery the id of the delivery
 */
public record DiscardDelivery(
    @TargetAggregateIdentifier AccountId account, String delivery, Ruling ruling) {}
