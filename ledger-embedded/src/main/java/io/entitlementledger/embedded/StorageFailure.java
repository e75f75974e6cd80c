package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The disk or the store below did not do what was asked; the client is told so. */
final class StorageFailure extends MongoServerError {
  private static final long serialVersionUID = 1L;

  StorageFailure(String message, Throwable cause) {
    super(1, "InternalError", message + ": " + cause.getMessage(), cause);
  }
}
