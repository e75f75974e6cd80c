package io.entitlementledger.projection.replay;

import java.time.Duration;

/**
 * How new an answer must be, and how long it may take to be so.
 *
 * @param minPosition a position of the log the answer must have taken in; −1 for none. What was
 *     committed before the request is always taken in.
 * @param patience how long to wait before {@link ViewBehindException}
 */
public record Freshness(long minPosition, Duration patience) {
  /** Up to date when asked, within five seconds. */
  public static final Freshness DEFAULT = new Freshness(-1, Duration.ofSeconds(5));

  /** The same patience, and one's own write. */
  public Freshness atLeast(long position) {
    return new Freshness(position, patience);
  }
}
