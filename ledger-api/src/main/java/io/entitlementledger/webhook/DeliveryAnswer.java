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
 * @param detail a sentence on the reason, where there is one
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
        sentence(outcome.reason()),
        changes);
  }

  /** What the reason of a delivery that could be read means. */
  public static @Nullable String sentence(@Nullable String reason) {
    return switch (reason) {
      case "same_idempotency_key" ->
          "It has the idempotency key and the content of an earlier delivery; it does not count.";
      case "same_order" ->
          "The same order has come with the same content already; it does not count.";
      case "already_held" ->
          "It repeats a delivery that waits for a person to decide; it does not count.";
      case "present_state" -> "It says what is so already; it changes nothing.";
      case "conflicting_duplicate" ->
          "It has the key or the order of an earlier one but not its content; a person has to"
              + " decide.";
      case "suspected_duplicate" ->
          "It has the content of an earlier delivery and may repeat it; a person has to decide.";
      case "account_closed" ->
          "The account is closed at the time it would count from; a person has to decide.";
      case Outcome.ENDED_BY_CLOSURE ->
          "The closure of the account has ended this already; it changes nothing.";
      case null, default -> null;
    };
  }
}
