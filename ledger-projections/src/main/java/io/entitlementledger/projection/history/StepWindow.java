package io.entitlementledger.projection.history;

import java.util.ArrayList;
import java.util.List;

/** Folds changes and keeps only the steps that are asked for. */
final class StepWindow {
  private final History.Query query;
  private final LineQuantities quantities = new LineQuantities();
  private final List<HistoryStep> steps = new ArrayList<>();
  private boolean begun;
  private boolean hasMore;

  StepWindow(History.Query query) {
    this.query = query;
    this.begun = query.startingAfter() == null;
  }

  void take(Change change) {
    for (LineQuantities.Move move : quantities.apply(change)) {
      HistoryStep step = HistoryStep.of(change, move);
      if (!begun) {
        begun = step.cursor().equals(query.startingAfter());
      } else if (isAskedFor(step)) {
        keep(step);
      }
    }
  }

  List<HistoryStep> steps() {
    if (!begun) {
      throw new IllegalArgumentException(
          "'" + query.startingAfter() + "' is no step of this history; begin again without it");
    }
    return steps;
  }

  boolean hasMore() {
    return hasMore;
  }

  private void keep(HistoryStep step) {
    if (steps.size() < query.limit()) {
      steps.add(step);
    } else {
      hasMore = true;
    }
  }

  private boolean isAskedFor(HistoryStep step) {
    return (query.from() == null || !step.effectiveAt().isBefore(query.from()))
        && (query.to() == null || step.effectiveAt().isBefore(query.to()))
        && (query.product() == null || step.product().equals(query.product()));
  }
}
