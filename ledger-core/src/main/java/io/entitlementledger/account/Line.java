package io.entitlementledger.account;

import io.entitlementledger.value.Dated;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import io.entitlementledger.value.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line as its account knows it.
 *
 * @param ended what closures ended, as far as no decrease has taken it away since, oldest first
 */
record Line(
    Timeline timeline, Dated<String> resellerSku, Dated<String> platformSku, List<Ended> ended) {
  static final Line UNKNOWN = new Line(Timeline.EMPTY, Dated.unknown(), Dated.unknown(), List.of());

  /** How long after a closure the sender may still take away what the closure has ended. */
  private static final Duration CLOSURE_ECHO = Duration.ofDays(2);

  /**
   * What a closure ended.
   *
   * @param at the closure's effective time
   * @param remaining how much a later decrease may still take away without effect
   */
  record Ended(Instant at, Quantity remaining) {
    boolean echoesAt(Instant instant) {
      return !instant.isBefore(at) && Duration.between(at, instant).compareTo(CLOSURE_ECHO) <= 0;
    }
  }

  Line {
    ended = List.copyOf(ended);
  }

  Line plus(Timeline.Step step) {
    return new Line(timeline.plus(step), resellerSku, platformSku, ended);
  }

  /** With the names that changed; each of the two has a time of its own. */
  Line named(Instant effectiveAt, long order, Skus before, Skus after) {
    return new Line(
        timeline,
        named(resellerSku, effectiveAt, order, before.reseller(), after.reseller()),
        named(platformSku, effectiveAt, order, before.platform(), after.platform()),
        ended);
  }

  private static Dated<String> named(
      Dated<String> names,
      Instant effectiveAt,
      long order,
      @Nullable String before,
      @Nullable String after) {
    return after == null || Objects.equals(before, after)
        ? names
        : names.plus(effectiveAt, order, after);
  }

  Skus skusAt(Instant instant) {
    return new Skus(resellerSku.at(instant), platformSku.at(instant));
  }

  /** With what one more closure ended. */
  Line endedBy(Ended closure) {
    List<Ended> more = new ArrayList<>(ended);
    more.add(closure);
    return new Line(timeline, resellerSku, platformSku, more);
  }

  /** How much a decrease at an instant may take away of what closures have ended. */
  Quantity endedBefore(Instant instant) {
    return ended.stream()
        .filter(closure -> closure.echoesAt(instant))
        .map(Ended::remaining)
        .reduce(Quantity.ZERO, Quantity::plus);
  }

  /** After a decrease took some of it away, from the oldest closure first. */
  Line takenAway(Quantity by, Instant instant) {
    List<Ended> left = new ArrayList<>();
    Quantity due = by;
    for (Ended closure : ended) {
      Quantity taken = closure.echoesAt(instant) ? lesser(due, closure.remaining()) : Quantity.ZERO;
      due = due.minus(taken);
      left.add(new Ended(closure.at(), closure.remaining().minus(taken)));
    }
    return new Line(timeline, resellerSku, platformSku, left);
  }

  private static Quantity lesser(Quantity one, Quantity other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
