package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import java.util.List;
import java.util.function.Consumer;

/** Makes projections anew on an open store. */
final class Rebuild {
  private Rebuild() {}

  /**
   * Rebuilds.
   *
   * @param projections their names; none means all
   * @param report takes a line for each that is done
   * @throws CannotStart if a name is unknown
   */
  static void run(Store store, List<String> projections, Consumer<String> report) {
    if (!projections.isEmpty()) {
      throw new CannotStart("there is no projection '" + projections.getFirst() + "'");
    }
    report.accept("Nothing to rebuild in " + store.description());
  }
}
