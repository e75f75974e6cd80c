package io.entitlementledger.projection.deliveries;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a delivery.
 *
 * @param status {@code applied}, {@code duplicate}, {@code held} or {@code quarantined}
 * @param reason why it is not applied, or a remark on what is; a lower-case code
 * @param account the account it is of, or names; null where that could not be read
 * @param webhook which webhook it is, where that could be read
 * @param pointer JSON pointer to what could not be read, where it is quarantined
 * @param detail a sentence on what could not be read, likewise
 * @param original the earlier delivery that decided it, for a duplicate or a held one
 * @param unknownFields names of fields that the catalogue does not know
 * @param sha256 hex SHA-256 of its bytes as they came; null where they were erased
 * @param position the place in the log of the first event it caused
 */
public record DeliveryRecord(
    String id,
    String status,
    @Nullable String reason,
    String source,
    @Nullable String account,
    Instant receivedAt,
    Instant recordedAt,
    @Nullable String webhook,
    @Nullable String pointer,
    @Nullable String detail,
    @Nullable String original,
    List<String> unknownFields,
    @Nullable String catalogue,
    @Nullable String sha256,
    long position) {}
