package io.entitlementledger.projection.replay;

import java.time.Duration;

/**
 * How the views leave the processors and the store to the webhooks. After a turn that was not full
 * a view pauses, the longer the more it held: what comes then is taken in together. A turn costs
 * the store much the same whether it has one event or a hundred, and webhooks wait for that store.
 */
final class Turns {
  /** How many events a turn takes in at most. */
  static final int MOST_EVENTS = 500;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_FOR_EACH = Duration.ofMillis(5);

  private Turns() {}

  /** How long a view pauses after a turn: not at all after a full one, as more is there. */
  static Duration pauseAfter(int events) {
    if (events == 0 || events >= MOST_EVENTS) {
      return Duration.ZERO;
    }
    return shorter(SHORTEST_PAUSE.plus(PAUSE_FOR_EACH.multipliedBy(events)), LONGEST_PAUSE);
  }

  static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
