package io.entitlementledger;

/**
 * The ledger cannot start, and a person can do something about it. The message is one sentence that
 * says what; it is printed as it is, without a stack trace.
 */
public final class CannotStart extends RuntimeException {
  public CannotStart(String message) {
    super(message);
  }

  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
