package io.entitlementledger.catalogue;

/**
 * A catalogue has changed and its version has not. Every event names the version that it was read
 * by, so one version never stands for two sets of rules.
 */
public final class CatalogueVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogueVersionException(String message) {
    super(message);
  }
}
