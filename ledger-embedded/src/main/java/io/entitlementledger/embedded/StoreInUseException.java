package io.entitlementledger.embedded;

/** Another process has the data directory open. */
public final class StoreInUseException extends EmbeddedStoreException {
  private static final long serialVersionUID = 1L;

  StoreInUseException(String message) {
    super(message);
  }
}
