package io.entitlementledger.value;

import org.jspecify.annotations.Nullable;

/**
 * A person's act on a delivery that waits for one.
 *
 * @param reason why, in that person's words
 * @param idempotencyKey what the person gave as the act's own key, by which a repeat of it is known
 */
public record Ruling(Actor by, String reason, @Nullable String idempotencyKey) {}
