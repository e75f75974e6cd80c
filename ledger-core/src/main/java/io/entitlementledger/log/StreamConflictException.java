package io.entitlementledger.log;

/**
 * A commit does not continue a stream where the log has it. The storage engine turns it into Axon's
 * exceptions; it does not leave this package.
 */
final class StreamConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int event;

  /**
   * @param event the index, within the commit, of the event that could not be stored
   * @param message what stands against it
   */
  StreamConflictException(int event, String message) {
    super(message);
    this.event = event;
  }

  /** The same conflict, thrown by another thread. */
  StreamConflictException(StreamConflictException found) {
    super(found.getMessage(), found);
    this.event = found.event;
  }

  int event() {
    return event;
  }
}
