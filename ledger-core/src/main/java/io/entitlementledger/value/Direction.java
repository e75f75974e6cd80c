package io.entitlementledger.value;

/** Which way a counted change goes. */
public enum Direction {
  INCREASE,
  DECREASE;

  /** What the change adds to the line. */
  public Quantity signed(Quantity quantity) {
    return this == INCREASE ? quantity : Quantity.ZERO.minus(quantity);
  }
}
