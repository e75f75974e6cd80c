package io.entitlementledger.account;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Ruling;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Lets a delivery count that its account holds, from when it counts, without a second look for what
 * it may repeat.
 *
 * @param delivery the id of the delivery
 */
public record ReleaseDelivery(
    @TargetAggregateIdentifier AccountId account, String delivery, Ruling ruling) {}
