package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ProjectionStatus;
import io.entitlementledger.runtime.LedgerCore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Makes projections anew on an open store. */
final class Rebuild {
  private static final Duration PATIENCE = Duration.ofDays(1); // a person watches, and can stop it

  private Rebuild() {}

  /**
   * Rebuilds.
   *
   * @param projections their names; none means all
   * @param report takes a line for each that is done
   * @throws CannotStart if a name is unknown
   */
  static void run(Store store, List<String> projections, Consumer<String> report) {
    // No whole node: it would put a catalogue into use, and nothing is read by one here.
    try (LedgerCore core = new LedgerCore(store.database(), store.nodeName())) {
      LedgerViews views =
          LedgerViews.of(store.database(), core.log(), core.tokens(), InstantSource.system());
      core.start(views.projections()::registerOn);
      List<String> known =
          views.projections().status().stream().map(ProjectionStatus::name).toList();
      List<String> asked = projections.isEmpty() ? known : projections;
      for (String name : asked) {
        if (!known.contains(name)) {
          throw new CannotStart(
              "there is no projection '%s'; name one of %s"
                  .formatted(name, String.join(", ", known)));
        }
      }
      for (String name : asked) {
        long head = views.projections().rebuild(name);
        views.currency().awaitAll(name, head, new Freshness(-1, PATIENCE));
        report.accept("%s: rebuilt to position %d".formatted(name, head));
      }
    }
  }
}
