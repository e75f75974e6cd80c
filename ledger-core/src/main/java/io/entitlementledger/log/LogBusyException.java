package io.entitlementledger.log;

import org.axonframework.common.AxonTransientException;

/** Too many commits are waiting to be written, or one waited too long. Nothing was written. */
public final class LogBusyException extends AxonTransientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was exceeded
   */
  public LogBusyException(String message) {
    super(message);
  }
}
