package io.entitlementledger.projection.entitlements;

import java.time.Instant;
import java.util.stream.Stream;

/**
 * Every account's entitlements at one instant, as known at one instant, at one position of the log.
 *
 * @param position the last position of the log it can hold; −1 where the log was empty
 * @param accounts by account id; read lazily and once. It ends in a {@code ViewBehindException} if
 *     the view is rebuilt while it is read
 */
public record Snapshot(
    Instant asOf,
    Instant knownAt,
    long position,
    boolean isFinal,
    Stream<EntitlementsAnswer> accounts) {}
