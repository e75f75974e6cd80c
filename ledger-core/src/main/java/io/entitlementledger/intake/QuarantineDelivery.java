package io.entitlementledger.intake;

import io.entitlementledger.event.Cause;
import io.entitlementledger.value.Source;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a delivery that could not be read.
 *
 * @param reason a code of the intake reference
 * @param pointer JSON pointer (RFC 6901) to what could not be read; empty for the whole body
 * @param detail a sentence a person can act on
 * @param account the account it names, where that could be read
 */
public record QuarantineDelivery(
    @TargetAggregateIdentifier String delivery,
    Source source,
    String reason,
    String pointer,
    String detail,
    @Nullable String account,
    Cause cause) {}
