package io.entitlementledger.value;

import java.time.Instant;
import java.util.ArrayList;
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
   * @param total what the line comes to with this step, closures left aside; its timeline sees to
   *     it
   */
  public record Step(
      Instant effectiveAt, long order, boolean set, Quantity quantity, Quantity total) {
    /** A step that is not in its place yet. */
    public Step(Instant effectiveAt, long order, boolean set, Quantity quantity) {
      this(effectiveAt, order, set, quantity, quantity);
    }

    private Quantity applyTo(Quantity before) {
      return set ? quantity : before.plus(quantity);
    }

    private Step after(Quantity before) {
      return new Step(effectiveAt, order, set, quantity, applyTo(before));
    }
  }

  public Timeline {
    steps = ChunkedList.copyOf(steps);
  }

  /** This timeline with one more step. Late steps are sorted in; the usual one goes to the end. */
  public Timeline plus(Step step) {
    int at = steps.size();
    while (at > 0 && ORDER.compare(steps.get(at - 1), step) > 0) {
      at--;
    }
    if (at == steps.size()) {
      return new Timeline(ChunkedList.copyOf(steps).with(step.after(totalOf(steps, at))));
    }
    List<Step> longer = new ArrayList<>(steps);
    longer.add(at, step);
    for (int i = at; i < longer.size(); i++) {
      longer.set(i, longer.get(i).after(totalOf(longer, i)));
    }
    return new Timeline(longer);
  }

  /** What so many steps come to. */
  private static Quantity totalOf(List<Step> steps, int count) {
    return count == 0 ? Quantity.ZERO : steps.get(count - 1).total();
  }

  /**
   * The quantity at an instant, itself included.
   *
   * @param closures the account's closures, each of which sets every line to zero, also a line that
   *     was learned of later
   */
  public Quantity at(Instant instant, Timeline closures) {
    int end = countedBy(instant);
    int closed = closures.countedBy(instant);
    if (closed == 0) {
      return totalOf(steps, end);
    }
    Step closure = closures.steps.get(closed - 1);
    int begin = end;
    while (begin > 0 && ORDER.compare(steps.get(begin - 1), closure) > 0) {
      begin--;
    }
    Quantity quantity = closure.quantity();
    for (Step step : steps.subList(begin, end)) {
      quantity = step.applyTo(quantity);
    }
    return quantity;
  }

  /** How many steps count at an instant. They are asked for from the end, where most are due. */
  private int countedBy(Instant instant) {
    int count = steps.size();
    while (count > 0 && steps.get(count - 1).effectiveAt().isAfter(instant)) {
      count--;
    }
    return count;
  }
}
