package io.entitlementledger.embedded;

/**
 * Why a data directory cannot be opened or copied, in one sentence for whoever runs the program.
 */
public sealed class EmbeddedStoreException extends RuntimeException permits StoreInUseException {
  private static final long serialVersionUID = 1L;

  EmbeddedStoreException(String message) {
    super(message);
  }

  EmbeddedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
