package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Decimal128;
import java.math.BigDecimal;

/**
 * Numbers of every type in one order, by value: 1, 1L and 1.0 are one key, and a long or a decimal
 * that no double can hold keeps its place between its neighbours. A number is written as the
 * greatest double not above it, and then what remains.
 */
final class NumberKey {
  /** Below every finite decimal: what the decimals below the doubles are counted from. */
  private static final BigDecimal FLOOR = new BigDecimal("-1E+6146");

  private NumberKey() {}

  static void write(Number number, KeyWriter out) {
    switch (number) {
      case Long value when (double) value == 0x1p63 || (long) (double) value != value ->
          exact(BigDecimal.valueOf(value), out);
      case Decimal128 decimal when !isSpecial(decimal) -> exact(decimal.toBigDecimal(), out);
      default -> {
        base(number.doubleValue(), out);
        out.one(0);
      }
    }
  }

  private static boolean isSpecial(Decimal128 decimal) {
    String text = decimal.toString();
    return text.equals("NaN") || text.endsWith("Infinity");
  }

  private static void exact(BigDecimal value, KeyWriter out) {
    double base = value.doubleValue();
    if (base == Double.POSITIVE_INFINITY) {
      base = Double.MAX_VALUE;
    } else if (base != Double.NEGATIVE_INFINITY && new BigDecimal(base).compareTo(value) > 0) {
      base = Math.nextDown(base);
    }
    base(base, out);
    BigDecimal floor = base == Double.NEGATIVE_INFINITY ? FLOOR : new BigDecimal(base);
    BigDecimal rest = value.subtract(floor).stripTrailingZeros();
    if (rest.signum() == 0) {
      out.one(0);
      return;
    }
    out.one(1).integer((rest.precision() - rest.scale()) ^ Integer.MIN_VALUE);
    for (char digit : rest.unscaledValue().toString().toCharArray()) {
      out.one(digit);
    }
    out.one(0);
  }

  private static void base(double value, KeyWriter out) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    if (Double.isNaN(value)) {
      out.whole(0); // before every number, as MongoDB has it
    } else {
      out.whole(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }
  }
}
