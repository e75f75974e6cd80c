package io.entitlementledger.projection.entitlements;

import io.entitlementledger.projection.history.Change;
import io.entitlementledger.projection.history.LineQuantities;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fold of one account's changes into what it is entitled to. Changes are taken in in {@link
 * Change#ORDER}; which of them an answer counts is for whoever feeds it to choose.
 */
public final class EntitlementFold {
  private final LineQuantities quantities = new LineQuantities();
  private final SortedMap<LineKey, LineState> lines = new TreeMap<>();
  private @Nullable Horizon horizon;
  private @Nullable String catalogue;

  /** The place of the last change taken in. */
  record Horizon(Instant effectiveAt, long position) {}

  /** A fold that has taken in nothing. */
  public EntitlementFold() {}

  /** A fold as it was kept. */
  EntitlementFold(@Nullable Horizon horizon, @Nullable String catalogue) {
    this.horizon = horizon;
    this.catalogue = catalogue;
  }

  /** The fold of some changes of one account, in whatever order they come. */
  public static EntitlementFold of(Stream<Change> changes) {
    EntitlementFold fold = new EntitlementFold();
    changes.sorted(Change.ORDER).forEach(fold::apply);
    return fold;
  }

  /** Whether a change comes after all that were taken in; else the fold must begin again. */
  boolean precedes(Change change) {
    return horizon == null
        || change.effectiveAt().isAfter(horizon.effectiveAt())
        || (change.effectiveAt().equals(horizon.effectiveAt())
            && change.position() > horizon.position());
  }

  /**
   * Takes in the next change.
   *
   * @throws IllegalArgumentException if it does not come after those before it
   */
  public void apply(Change change) {
    if (!change.counts()) {
      return;
    }
    if (!precedes(change)) {
      throw new IllegalArgumentException(
          "The change at position " + change.position() + " comes too late for this fold");
    }
    horizon = new Horizon(change.effectiveAt(), change.position());
    if (change.catalogue() != null) {
      catalogue = change.catalogue();
    }
    describe(change.effect());
    for (LineQuantities.Move move : quantities.apply(change)) {
      put(move.line(), state(move.line()).moved(change.effectiveAt(), change.event()));
    }
  }

  private void describe(Change.Effect effect) {
    switch (effect) {
      case Change.Delta it -> put(it.line(), state(it.line()).counted(it.billable(), false));
      case Change.Set it -> put(it.line(), state(it.line()).counted(it.billable(), it.gauge()));
      case Change.Naming it -> put(it.line(), state(it.line()).named(it.skus(), it.previous()));
      case Change.End _, Change.Close _, Change.Open _, Change.Nothing _ -> {}
    }
  }

  /** The version of the catalogue on the last change that names one. */
  public @Nullable String catalogue() {
    return catalogue;
  }

  @Nullable Horizon horizon() {
    return horizon;
  }

  /** What the account is entitled to, by line; a line at zero is there only if it has a flag. */
  public List<EntitlementLine> lines() {
    List<EntitlementLine> listed = new ArrayList<>();
    lines.forEach(
        (line, state) -> {
          List<String> flags = flags(line, state);
          Instant since = state.since();
          String lastEvent = state.lastEvent();
          boolean shown = !flags.isEmpty() || !quantities.of(line).isZero();
          if (shown && since != null && lastEvent != null) {
            listed.add(
                new EntitlementLine(
                    line.product().code(),
                    line.module().code(),
                    line.systemSku(),
                    state.skus().reseller(),
                    state.skus().platform(),
                    quantities.of(line).units(),
                    state.billable(),
                    flags,
                    since,
                    lastEvent));
          }
        });
    return List.copyOf(listed);
  }

  private List<String> flags(LineKey line, LineState state) {
    List<String> flags = new ArrayList<>();
    if (state.gauge()) {
      flags.add("gauge");
    }
    if (quantities.of(line).isNegative()) {
      flags.add(
          lines.keySet().stream()
              .filter(other -> other.product().equals(line.product()))
              .filter(other -> quantities.of(other).compareTo(Quantity.ZERO) > 0)
              .findFirst()
              .map(other -> "mismatch:" + other)
              .orElse("shortfall"));
    }
    return List.copyOf(flags);
  }

  SortedMap<LineKey, LineState> states() {
    return lines;
  }

  Quantity quantity(LineKey line) {
    return quantities.of(line);
  }

  /** Puts back a line as it was kept; one of which only its SKUs are known has not begun. */
  void restore(LineKey line, LineState state, Quantity quantity) {
    put(line, state);
    if (state.since() != null) {
      quantities.put(line, quantity);
    }
  }

  private LineState state(LineKey line) {
    return lines.getOrDefault(line, LineState.UNKNOWN);
  }

  private void put(LineKey line, LineState state) {
    lines.put(line, state);
  }
}
