package io.entitlementledger.projection.entitlements;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account is entitled to on one line.
 *
 * @param quantity units; below zero is a shortfall
 * @param billable what the catalogue decided on the line's last counted change
 * @param flags {@code gauge}; {@code shortfall}, or in its place {@code
 *     mismatch:{product}/{module}/{system_sku}}, which names an open line of the same product
 * @param since when its quantity last changed
 * @param lastEvent the id of the event that last changed it
 */
public record EntitlementLine(
    String product,
    String module,
    String systemSku,
    @Nullable String resellerSku,
    @Nullable String platformSku,
    long quantity,
    boolean billable,
    List<String> flags,
    Instant since,
    String lastEvent) {}
