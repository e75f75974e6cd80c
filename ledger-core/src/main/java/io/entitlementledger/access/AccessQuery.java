package io.entitlementledger.access;

import io.entitlementledger.value.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for.
 *
 * @param principal by this key
 * @param account about this account
 * @param from recorded at this instant or later
 * @param to recorded before this instant
 * @param limit the most records to answer with, at least 1
 * @param startingAfter the page before's {@link AccessPage#next()}, or any position
 */
public record AccessQuery(
    @Nullable String principal,
    @Nullable AccountId account,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit,
    @Nullable Long startingAfter) {}
