package io.entitlementledger.projection.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a line's quantity over effective time, as the account is known at some time.
 *
 * @param kind {@code delta}, {@code set}, {@code end} (a line ended by a closure) or {@code close}
 * @param before the line just before {@code effectiveAt}, in units
 * @param after the line from then on, in units
 * @param position the place in the log of the event that made it
 * @param event the id of that event
 * @param pon the order it belongs to
 * @param delivery the id of the delivery that caused it
 * @param reason what a person gave as the reason
 * @param catalogue the version of the catalogue that read the delivery
 * @param cursor names this step for {@code starting_after}
 */
public record HistoryStep(
    String product,
    String module,
    String systemSku,
    String kind,
    long before,
    long after,
    Instant effectiveAt,
    Instant recordedAt,
    long position,
    String event,
    @Nullable String pon,
    @Nullable String delivery,
    @Nullable String reason,
    @Nullable String catalogue,
    String cursor) {

  static HistoryStep of(Change change, LineQuantities.Move move) {
    return new HistoryStep(
        move.line().product().code(),
        move.line().module().code(),
        move.line().systemSku(),
        kind(change.effect()),
        move.before().units(),
        move.after().units(),
        change.effectiveAt(),
        change.recordedAt(),
        change.position(),
        change.event(),
        change.effect() instanceof Change.Delta delta ? delta.pon() : null,
        change.delivery(),
        change.reason(),
        change.catalogue(),
        change.position() + ":" + move.line());
  }

  private static String kind(Change.Effect effect) {
    return switch (effect) {
      case Change.Delta _ -> "delta";
      case Change.Set _ -> "set";
      case Change.End _ -> "end";
      case Change.Close _ -> "close";
      case Change.Naming _, Change.Open _, Change.Nothing _ ->
          throw new IllegalArgumentException(effect + " moves no line");
    };
  }
}
