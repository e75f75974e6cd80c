package io.entitlementledger.projection.history;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.LineSet;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.value.Direction;
import java.util.List;

/** Reads events of accounts as changes. */
public final class Changes {
  private Changes() {}

  /** The changes among facts, in their order; facts of no account are left out. */
  public static List<Change> of(List<Fact> facts) {
    return facts.stream()
        .filter(fact -> fact.event() instanceof AccountEvent)
        .map(fact -> of(fact, (AccountEvent) fact.event()))
        .toList();
  }

  private static Change of(Fact fact, AccountEvent event) {
    var cause = event.cause();
    var delivery = cause.delivery();
    return new Change(
        fact.position(),
        event.account(),
        fact.id(),
        cause.effectiveAt(),
        fact.recordedAt(),
        effect(event),
        delivery == null ? null : delivery.id(),
        cause.reason(),
        cause.catalogue());
  }

  private static Change.Effect effect(AccountEvent event) {
    return switch (event) {
      case LineIncreased(
              var _,
              var line,
              var by,
              var before,
              var after,
              var billable,
              var pon,
              _) ->
          new Change.Delta(line, by, before, after, billable, pon);
      case LineDecreased down when down.endedByClosure() -> new Change.Nothing();
      case LineDecreased down ->
          new Change.Delta(
              down.line(),
              Direction.DECREASE.signed(down.by()),
              down.before(),
              down.after(),
              down.billable(),
              down.pon());
      case LineSet set ->
          new Change.Set(set.line(), set.quantity(), set.before(), set.billable(), true);
      case LineEnded ended -> new Change.End(ended.line(), ended.before());
      case AccountClosed _ -> new Change.Close();
      case SkusAssigned named -> new Change.Naming(named.line(), named.skus(), named.previous());
      case AccountOpened _, AccountReopened _ -> new Change.Open();
      case AccountChanged _,
          ExternalIdAssigned _,
          SiteAdded _,
          SiteChanged _,
          SiteRemoved _,
          DeliveryDuplicated _,
          DeliveryHeld _,
          DeliveryReleased _,
          DeliveryDiscarded _ ->
          new Change.Nothing();
    };
  }
}
