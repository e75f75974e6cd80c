package io.entitlementledger.value;

/**
 * Who caused an event.
 *
 * @param id the source of a sender, the id of an API key, or the name of a part of the ledger
 */
public record Actor(Kind kind, String id) {
  /** What sort of actor it is. */
  public enum Kind {
    /** A configured sender of webhooks. */
    SENDER,
    /** A person or program with an API key. */
    KEY,
    /** The ledger itself. */
    SYSTEM
  }
}
