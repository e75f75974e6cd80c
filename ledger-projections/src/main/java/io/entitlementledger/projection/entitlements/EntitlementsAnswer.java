package io.entitlementledger.projection.entitlements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account was entitled to at a time, as known at a time.
 *
 * @param position of the account's last event recorded by {@code knownAt}; null before its first
 * @param catalogue the version of the catalogue on the last event counted
 * @param isFinal whether the same question will get the same answer for ever
 * @param contentHash hex SHA-256 of {@link CanonicalLines}: the same hash is the same entitlements
 */
public record EntitlementsAnswer(
    AccountId account,
    Instant asOf,
    Instant knownAt,
    @Nullable Long position,
    @Nullable String catalogue,
    List<EntitlementLine> lines,
    @JsonProperty("final") boolean isFinal,
    String contentHash) {}
