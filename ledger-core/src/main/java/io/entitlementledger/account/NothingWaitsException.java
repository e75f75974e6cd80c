package io.entitlementledger.account;

/** A person is to decide on a delivery, and it does not wait for that: nothing was recorded. */
public final class NothingWaitsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NothingWaitsException(String delivery) {
    super("The delivery %s does not wait for this".formatted(delivery), null, false, false);
  }
}
