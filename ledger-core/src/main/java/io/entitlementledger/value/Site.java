package io.entitlementledger.value;

import org.jspecify.annotations.Nullable;

/**
 * A site of a customer, as the sender names it.
 *
 * @param id the sender's {@code site_id}, from 1 to 2^53 − 1
 * @param name the sender's {@code site_name}, where it gave one
 */
public record Site(long id, @Nullable String name) {}
