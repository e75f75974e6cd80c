package io.entitlementledger.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a query looks.
 *
 * @param index the index whose entries are read, or null for the documents themselves
 * @param ranges the parts of it, in order
 * @param sorted whether documents come in the order asked for
 * @param narrow whether it leaves out documents that are no match
 * @param repeats whether a document can be met more than once
 * @param one whether it is one entry of a unique index or one document, under the key that the only
 *     range begins with
 */
record Plan(
    @Nullable OrderedIndex index,
    List<Range> ranges,
    boolean reverse,
    boolean sorted,
    boolean narrow,
    boolean repeats,
    boolean one,
    int score) {

  /** What a range of one field counts for in the score. */
  static final int RANGE = 30;

  /** Whether it is in the order asked for, and gives away no more than a range of one field. */
  boolean givesOrderInsteadOf(Plan narrower) {
    return sorted && narrow && score + RANGE >= narrower.score();
  }

  /** Keys from the first, up to the second and without it. */
  record Range(Key from, Key to) implements Comparable<Range> {
    @Override
    public int compareTo(Range other) {
      return from.compareTo(other.from);
    }
  }
}
