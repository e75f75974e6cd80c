package io.entitlementledger.projection.history;

import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.List;

/** The view {@code history}: every change of every account, in the collection {@code changes}. */
public final class ChangeHistory implements Projection {
  /** The view's name. */
  public static final String NAME = "history";

  private final ChangeCollection changes;

  public ChangeHistory(ViewStore store) {
    changes = new ChangeCollection(store, "changes");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare() {
    changes.prepare();
  }

  @Override
  public void apply(List<Fact> facts) {
    changes.put(Changes.of(facts));
  }

  @Override
  public void clear() {
    changes.clear();
  }

  ChangeCollection changes() {
    return changes;
  }
}
