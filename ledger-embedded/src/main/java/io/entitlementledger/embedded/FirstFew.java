package io.entitlementledger.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * The first few matches in an order, where one index gives the order and another has fewer entries
 * to look at. Where among the entries in order the matches are cannot be told beforehand: they may
 * come at once, or behind everything else. So the order is followed, and when it has not led to
 * them soon, the other index is read alongside; whichever comes to its end first has the answer.
 * Together they look at no more than about twice what the better one would have.
 */
final class FirstFew {
  /** More than this are not held here, but found by the index with fewer entries, and sorted. */
  static final long MOST = 1000;

  /** How many entries beyond those wanted the order is followed alone. */
  private static final int HEAD_START = 16;

  private FirstFew() {}

  /**
   * @param ordered if its plan does not give the order after all, it is left alone
   */
  static Results find(Scan ordered, Scan narrow, Sorting sorting, long wanted) {
    List<RawDocument> first = new ArrayList<>();
    if (ordered.plan().sorted()) {
      for (long steps = 0; steps < wanted + HEAD_START || narrow.step(sorting::add); steps++) {
        if (!ordered.step(first::add) || first.size() == wanted) {
          return Results.of(first.iterator());
        }
      }
    } else {
      narrow.forEachRemaining(sorting::add);
    }
    return sorting.sorted();
  }
}
