package io.entitlementledger.event;

/** Anything that is stored in the log. Handlers switch over it exhaustively, with no default. */
public sealed interface LedgerEvent permits AccountEvent, QuarantineEvent, CatalogueAdopted {
  Cause cause();
}
