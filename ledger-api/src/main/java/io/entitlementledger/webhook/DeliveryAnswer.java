package io.entitlementledger.webhook;

import io.entitlementledger.account.Outcome;
import io.entitlementledger.value.Quantity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the sender is told once its delivery is durable.
 *
 * @param deliveryId the ledger's id of this delivery
 * @param status {@code applied}, {@code duplicate}, {@code held}, {@code quarantined} or {@code
 *     discarded}
 * @param reason why it is not applied, or a remark on what was applied
 * @param original the earlier delivery that decided it, where there is one
 * @param account the account it is about, where that could be read
 * @param position the log position of its last event
 * @param pointer where it could not be read: JSON pointer (RFC 6901)
 * @param detail a sentence a person can act on, where it could not be read
 * @param changes the lines it changed; empty unless applied
 */
public record DeliveryAnswer(
    String deliveryId,
    String status,
    @Nullable String reason,
    @Nullable String original,
    @Nullable String account,
    long position,
    @Nullable String pointer,
    @Nullable String detail,
    List<Change> changes) {
  /** One line, before and after, at the time the change counts from. */
  public record Change(
      String product, String module, String systemSku, Quantity before, Quantity after) {}

  /** What is told of a delivery that was decided. */
  public static DeliveryAnswer of(
      String delivery, @Nullable String account, Outcome outcome, long position) {
    List<Change> changes =
        outcome.changes().stream()
            .map(
                move ->
                    new Change(
                        move.line().product().code(),
                        move.line().module().code(),
                        move.line().systemSku(),
                        move.before(),
                        move.after()))
            .toList();
    return new DeliveryAnswer(
        delivery,
        outcome.verdict().name().toLowerCase(Locale.ROOT),
        outcome.reason(),
        outcome.original(),
        account,
        position,
        null,
        null,
        changes);
  }
}
