package io.entitlementledger.event;

import io.entitlementledger.value.Source;
import org.jspecify.annotations.Nullable;

/**
 * A delivery could not be read. Its bytes are kept with this event, in the delivery's own stream.
 *
 * @param delivery the id of the delivery, which is its stream
 * @param reason a code of the intake reference, for example {@code unknown_action}
 * @param pointer JSON pointer (RFC 6901) to what could not be read; empty for the whole body
 * @param detail a sentence a person can act on
 * @param account the account it names, where that could be read
 */
@Stored(name = "DeliveryQuarantined")
public record DeliveryQuarantined(
    String delivery,
    Source source,
    String reason,
    String pointer,
    String detail,
    @Nullable String account,
    Cause cause)
    implements QuarantineEvent {}
