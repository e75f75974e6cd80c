package io.entitlementledger.intake;

import io.entitlementledger.value.Ruling;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Decides that a delivery that could not be read does not count.
 *
 * @param delivery the id of the delivery
 */
public record DiscardQuarantined(@TargetAggregateIdentifier String delivery, Ruling ruling) {}
