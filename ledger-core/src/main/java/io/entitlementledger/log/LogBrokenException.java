package io.entitlementledger.log;

import org.axonframework.eventsourcing.eventstore.EventStoreException;

/**
 * The stored log contradicts itself: a hole, a hash that does not recompute, a field that does not
 * follow from the body. Never retried; the process stops writing and goes on reading.
 */
public final class LogBrokenException extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final long position;

  /**
   * @param position the event position at which the log is broken
   * @param why what was found there, in words for an operator
   */
  public LogBrokenException(long position, String why) {
    super("The log is broken at position " + position + ": " + why);
    this.position = position;
  }

  /** The first event position of the commit that is missing or wrong. */
  public long position() {
    return position;
  }
}
