package io.entitlementledger.cli;

/** A backup could not be made, and nothing is left of it; the message says why, for a person. */
public final class BackupFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupFailedException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
