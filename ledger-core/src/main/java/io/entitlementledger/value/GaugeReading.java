package io.entitlementledger.value;

/**
 * A reading that sets a line, in place of a change that adds to it.
 *
 * @param quantity at least 0
 * @param billable what the catalogue in use decided
 * @param skus what the delivery calls the line
 */
public record GaugeReading(LineKey line, Quantity quantity, boolean billable, Skus skus) {}
