package io.entitlementledger.value;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The quantity of one line over effective time: deltas and sets, folded by (effective time, order
 * of recording). A fact that is learned late takes its place among the others, and what was
 * recorded with an earlier order keeps its place.
 *
 * @param steps sorted by effective time, then order
 */
public record Timeline(List<Step> steps) {
  public static final Timeline EMPTY = new Timeline(List.of());

  private static final Comparator<Step> ORDER =
      Comparator.comparing(Step::effectiveAt).thenComparingLong(Step::order);

  /**
   * One step of a line.
   *
   * @param order rises with every recorded step of the account, so that equal times keep the order
   *     in which they were recorded
   * @param set whether {@code quantity} replaces what was, or is added to it
   */
  public record Step(Instant effectiveAt, long order, boolean set, Quantity quantity) {
    Quantity applyTo(Quantity before) {
      return set ? quantity : before.plus(quantity);
    }
  }

  public Timeline {
    steps = Collections.unmodifiableList(steps);
  }

  /** This timeline with one more step. Late steps are sorted in; the usual one goes to the end. */
  public Timeline plus(Step step) {
    int at = steps.size();
    while (at > 0 && ORDER.compare(steps.get(at - 1), step) > 0) {
      at--;
    }
    List<Step> longer = new ArrayList<>(steps.size() + 1);
    longer.addAll(steps);
    longer.add(at, step);
    return new Timeline(longer);
  }

  /**
   * The quantity at an instant, itself included.
   *
   * @param closures the account's closures, each of which sets every line to zero, also a line that
   *     was learned of later
   */
  public Quantity at(Instant instant, Timeline closures) {
    Quantity quantity = Quantity.ZERO;
    int next = 0;
    for (Step step : steps) {
      if (step.effectiveAt().isAfter(instant)) {
        break;
      }
      while (next < closures.steps.size() && ORDER.compare(closures.steps.get(next), step) < 0) {
        quantity = closures.steps.get(next++).applyTo(quantity);
      }
      quantity = step.applyTo(quantity);
    }
    while (next < closures.steps.size()
        && !closures.steps.get(next).effectiveAt().isAfter(instant)) {
      quantity = closures.steps.get(next++).applyTo(quantity);
    }
    return quantity;
  }
}
