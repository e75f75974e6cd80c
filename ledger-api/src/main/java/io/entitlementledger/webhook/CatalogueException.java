package io.entitlementledger.webhook;

/** A catalogue cannot be used; the message is one sentence that names the line and the rule. */
public final class CatalogueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogueException(String message) {
    super(message);
  }
}
