package io.entitlementledger.value;

import org.jspecify.annotations.Nullable;

/**
 * One counted change that a delivery asks for.
 *
 * @param quantity at least 1
 * @param billable what the catalogue in use decided
 * @param pon the order it belongs to; with line and direction it is the change's natural key
 * @param skus what the delivery calls the line
 */
public record LineChange(
    LineKey line,
    Direction direction,
    Quantity quantity,
    boolean billable,
    @Nullable String pon,
    Skus skus) {}
