package io.entitlementledger.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type {@code about:blank}: the status and the code say what it is
 * @param title the status in words
 * @param detail a sentence a person can act on
 * @param code what a program can act on, in snake_case
 * @param instance names this one occurrence, also in the log where there is more to say about it;
 *     never the request's path, which could hold a secret
 * @param deliveryId the delivery that was kept all the same, where there is one
 * @param reason why that delivery could not be read: a code of the intake reference
 * @param pointer where that delivery could not be read: JSON pointer (RFC 6901)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String instance,
    @JsonProperty("delivery_id") @Nullable String deliveryId,
    @Nullable String reason,
    @Nullable String pointer) {}
