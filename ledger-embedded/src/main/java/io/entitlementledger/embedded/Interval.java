package io.entitlementledger.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a field's values: those whose keys are neither below the low key nor at or above the
 * high one. A value's own keys are those that start with its bytes.
 *
 * @param point whether it is one single value
 */
record Interval(Key low, Key high, boolean point) {
  static final Interval ALL = startingWith(new byte[] {0x01}, new byte[] {0x7F}, false);

  private static Interval startingWith(byte[] first, byte[] last, boolean point) {
    return new Interval(new Key(first), new Key(last).next(), point);
  }

  static Interval of(@Nullable Object value) {
    byte[] key = KeyWriter.of(value).bytes();
    return startingWith(key, key, true);
  }

  /** The strings that begin with some characters. */
  static Interval startingWith(String start) {
    Key whole = KeyWriter.of(start);
    byte[] open = Arrays.copyOf(whole.bytes(), whole.length() - 1);
    return startingWith(open, open, false);
  }

  /** What a comparison admits: only values of the same type, as MongoDB compares. */
  static Interval comparison(String operator, Object value) {
    Key key = KeyWriter.of(value);
    Key type = new Key(new byte[] {(byte) KeyWriter.tagOf(value)});
    return switch (operator) {
      case "$gt" -> new Interval(key.next(), type.next(), false);
      case "$gte" -> new Interval(key, type.next(), false);
      case "$lt" -> new Interval(type, key, false);
      case "$lte" -> new Interval(type, key.next(), false);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  /**
   * The same values in the order of a descending field. What was at or above a key is then below
   * the one that follows the inverted key; no value's bytes start another's, so none is between. A
   * single value keeps all its bytes, because those of the next field come after them.
   */
  Interval inverted() {
    byte[] first = low.inverted().bytes();
    return point
        ? startingWith(first, first, true)
        : new Interval(high.inverted().next(), new Key(first).next(), false);
  }

  private Interval and(Interval other) {
    Key from = low.compareTo(other.low) >= 0 ? low : other.low;
    Key to = high.compareTo(other.high) <= 0 ? high : other.high;
    return new Interval(from, to, point || other.point);
  }

  static List<Interval> intersect(List<Interval> some, List<Interval> others) {
    List<Interval> both = new ArrayList<>();
    for (Interval one : some) {
      for (Interval other : others) {
        Interval shared = one.and(other);
        if (shared.low.compareTo(shared.high) < 0) {
          both.add(shared);
        }
      }
    }
    return both;
  }
}
