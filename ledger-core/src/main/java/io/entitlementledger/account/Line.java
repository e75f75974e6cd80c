package io.entitlementledger.account;

import io.entitlementledger.value.Dated;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import io.entitlementledger.value.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line as its account knows it.
 *
 * @param ended what the last closure ended, as far as no decrease has taken it away since
 */
record Line(Timeline timeline, Dated<Skus> skus, @Nullable Ended ended) {
  static final Line UNKNOWN = new Line(Timeline.EMPTY, Dated.unknown(), null);

  /**
   * What a closure ended.
   *
   * @param at the closure's effective time
   * @param remaining how much a later decrease may still take away without effect
   */
  record Ended(Instant at, Quantity remaining) {}

  Line plus(Timeline.Step step) {
    return new Line(timeline.plus(step), skus, ended);
  }

  Line named(Instant effectiveAt, long order, Skus names) {
    return new Line(timeline, skus.plus(effectiveAt, order, names), ended);
  }

  Line endedBy(@Nullable Ended closure) {
    return new Line(timeline, skus, closure);
  }

  Skus skusAt(Instant instant) {
    Skus names = skus.at(instant);
    return names == null ? Skus.NONE : names;
  }
}
