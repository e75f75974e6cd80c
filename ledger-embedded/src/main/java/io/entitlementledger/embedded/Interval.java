package io.entitlementledger.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a field's values, between two cuts in their order.
 *
 * @param point whether it is one single value
 */
record Interval(Cut low, Cut high, boolean point) {
  static final Interval ALL =
      new Interval(
          new Cut(new Key(new byte[] {0x00}), false),
          new Cut(new Key(new byte[] {0x7F}), true),
          false);

  /** Just before, or just after, every key that starts with some bytes. */
  record Cut(Key at, boolean after) implements Comparable<Cut> {
    private Key place() {
      return after ? at.next() : at;
    }

    /** The cut as a key, in a table where {@code prefix} comes first. */
    Key in(Key prefix) {
      return new Cut(prefix.plus(at), after).place();
    }

    private Cut inverted() {
      return new Cut(at.inverted(), !after);
    }

    @Override
    public int compareTo(Cut other) {
      return place().compareTo(other.place());
    }
  }

  static Interval of(@Nullable Object value) {
    Key key = KeyWriter.of(value);
    return new Interval(new Cut(key, false), new Cut(key, true), true);
  }

  /** The strings that begin with some characters. */
  static Interval startingWith(String start) {
    Key whole = KeyWriter.of(start);
    Key open = new Key(Arrays.copyOf(whole.bytes(), whole.length() - 1));
    return new Interval(new Cut(open, false), new Cut(open, true), false);
  }

  /** What a comparison admits: only values of the same type, as MongoDB compares. */
  static Interval comparison(String operator, Object value) {
    Key key = KeyWriter.of(value);
    Key type = new Key(new byte[] {(byte) KeyWriter.tagOf(value)});
    Cut first = new Cut(type, false);
    Cut last = new Cut(type, true);
    return switch (operator) {
      case "$gt" -> new Interval(new Cut(key, true), last, false);
      case "$gte" -> new Interval(new Cut(key, false), last, false);
      case "$lt" -> new Interval(first, new Cut(key, false), false);
      case "$lte" -> new Interval(first, new Cut(key, true), false);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  boolean isEmpty() {
    return low.compareTo(high) >= 0;
  }

  /** The same values in the order of a descending field. */
  Interval inverted() {
    return new Interval(high.inverted(), low.inverted(), point);
  }

  private Interval and(Interval other) {
    Cut from = low.compareTo(other.low) >= 0 ? low : other.low;
    Cut to = high.compareTo(other.high) <= 0 ? high : other.high;
    return new Interval(from, to, point || other.point);
  }

  static List<Interval> intersect(List<Interval> some, List<Interval> others) {
    List<Interval> both = new ArrayList<>();
    for (Interval one : some) {
      for (Interval other : others) {
        Interval shared = one.and(other);
        if (!shared.isEmpty()) {
          both.add(shared);
        }
      }
    }
    return both;
  }
}
