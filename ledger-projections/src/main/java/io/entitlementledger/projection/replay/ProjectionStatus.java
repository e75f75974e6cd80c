package io.entitlementledger.projection.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a view is doing.
 *
 * @param position the last position that all of it has taken in; −1 for none
 * @param head the position of the log's last event; −1 for none
 * @param running whether this process works on it
 * @param failure what this process last could not take in, unless the view is past it; null if
 *     there is nothing of the kind. That the log or the tokens cannot be used is in the program's
 *     log alone.
 */
public record ProjectionStatus(
    String name, long position, long head, boolean running, @Nullable Failure failure) {

  /**
   * An event that a view cannot take in. It is never skipped: the same batch is tried again, after
   * longer and longer pauses, up to three seconds.
   *
   * @param position the last position of the batch that failed
   * @param at when it last failed
   */
  public record Failure(long position, Instant at, String message) {}
}
