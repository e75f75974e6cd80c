package io.entitlementledger.value;

/**
 * How many units: of a change, or of a line, where it can be below zero (a shortfall).
 *
 * @param units from −(2^53 − 1) to 2^53 − 1, which every JSON reader keeps exact
 */
public record Quantity(long units) implements Comparable<Quantity> {
  public static final Quantity ZERO = new Quantity(0);

  private static final long MAX = (1L << 53) - 1;

  public Quantity {
    if (units > MAX || units < -MAX) {
      throw new ArithmeticException("A quantity is within ±" + MAX + ", not " + units);
    }
  }

  public Quantity plus(Quantity other) {
    return new Quantity(units + other.units); // two of 54 bits cannot overflow 64
  }

  public Quantity minus(Quantity other) {
    return new Quantity(units - other.units);
  }

  public boolean isZero() {
    return units == 0;
  }

  public boolean isNegative() {
    return units < 0;
  }

  @Override
  public int compareTo(Quantity other) {
    return Long.compare(units, other.units);
  }

  @Override
  public String toString() {
    return Long.toString(units);
  }
}
