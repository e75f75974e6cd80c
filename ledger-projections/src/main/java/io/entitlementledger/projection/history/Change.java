package io.entitlementledger.projection.history;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An event of an account as far as it bears on what the account is entitled to.
 *
 * @param position the event's place in the log
 * @param event the event's id
 * @param delivery the id of the delivery that caused it
 * @param reason what a person gave as the reason
 * @param catalogue the version of the catalogue that read the delivery
 */
public record Change(
    long position,
    AccountId account,
    String event,
    Instant effectiveAt,
    Instant recordedAt,
    Effect effect,
    @Nullable String delivery,
    @Nullable String reason,
    @Nullable String catalogue) {

  /** The order in which changes count: by effective time, then as they were recorded. */
  public static final Comparator<Change> ORDER =
      Comparator.comparing(Change::effectiveAt).thenComparingLong(Change::position);

  /** Whether an answer that takes it in rests on it. */
  public boolean counts() {
    return !(effect instanceof Nothing);
  }

  /** What a change does. {@code before} and {@code after} are as they were recorded. */
  public sealed interface Effect {}

  /** Adds to a line; {@code by} is below zero for a decrease. */
  public record Delta(
      LineKey line,
      Quantity by,
      Quantity before,
      Quantity after,
      boolean billable,
      @Nullable String pon)
      implements Effect {}

  /** Replaces what a line was. */
  public record Set(
      LineKey line, Quantity quantity, Quantity before, boolean billable, boolean gauge)
      implements Effect {}

  /** Ends one line, as part of a closure. */
  public record End(LineKey line, Quantity before) implements Effect {}

  /** Closes the account: every line is zero from then on, also one that is learned of later. */
  public record Close() implements Effect {}

  /**
   * Says what others call a line. Each name is a timeline of its own: where a member of {@code
   * skus} is what it was in {@code previous}, the change says nothing of it, and what is learned of
   * that name later, for an earlier time, still holds after it.
   */
  public record Naming(LineKey line, Skus skus, Skus previous) implements Effect {}

  /** Opens the account, or opens it again. */
  public record Open() implements Effect {}

  /** Moves no line: it is kept so that the account's position at any time is known. */
  public record Nothing() implements Effect {}
}
