package io.entitlementledger.log;

import org.axonframework.eventsourcing.eventstore.EventStoreException;

/**
 * A commit was sent and the store has not said what became of it: it may be stored already, may be
 * stored yet, or never. It is no conflict, and Axon does not repeat the command of itself; who sent
 * it may send it again if it recognises what it has done before.
 */
public final class CommitUndecidedException extends EventStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was waited for
   */
  public CommitUndecidedException(String message) {
    super(message);
  }

  /**
   * @param message what was done
   * @param cause why nothing more will be heard
   */
  public CommitUndecidedException(String message, Throwable cause) {
    super(message, cause);
  }
}
