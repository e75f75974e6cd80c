package io.entitlementledger.access;

/** A read cannot be recorded, so it must not be answered. */
public final class AccessLogUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccessLogUnavailableException(String message) {
    super(message);
  }

  AccessLogUnavailableException(RuntimeException cause) {
    super("A read could not be recorded: " + cause.getMessage(), cause);
  }
}
