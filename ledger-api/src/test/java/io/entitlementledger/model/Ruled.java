package io.entitlementledger.model;

/**
 * What a person does about a delivery that may be held.
 *
 * @param release whether it is released; else it is discarded
 */
record Ruled(Sent sent, boolean release) implements Step {
  @Override
  public String toString() {
    return "%s %s".formatted(release ? "release" : "discard", sent.id());
  }
}
