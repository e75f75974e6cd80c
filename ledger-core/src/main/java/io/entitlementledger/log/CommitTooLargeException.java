package io.entitlementledger.log;

import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** A commit has more events or bytes than one document may hold. Nothing was written. */
public final class CommitTooLargeException extends EventStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which bound was exceeded, and by what
   */
  public CommitTooLargeException(String message) {
    super(message);
  }
}
