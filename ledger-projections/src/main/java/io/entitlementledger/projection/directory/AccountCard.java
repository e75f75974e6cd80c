package io.entitlementledger.projection.directory;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.Cause;
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
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Dated;
import io.entitlementledger.value.LifeTimeline;
import io.entitlementledger.value.LifeTimeline.Kind;
import io.entitlementledger.value.Site;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the directory knows of an account, over effective time, so that a fact that comes late takes
 * its place among the others. Positions are the order of what counts from the same instant.
 *
 * @param position of the last event taken in; −1 for none
 * @param sites each site by the sender's id, also those that were removed
 */
record AccountCard(
    AccountId account,
    long position,
    LifeTimeline life,
    Dated<String> externalId,
    SortedMap<Long, Dated<SiteFact>> sites) {

  /** What is known of a site from some instant on. */
  record SiteFact(@Nullable String name, boolean present) {}

  AccountCard {
    sites = Collections.unmodifiableSortedMap(sites);
  }

  static AccountCard unknown(AccountId account) {
    return new AccountCard(
        account, -1, LifeTimeline.EMPTY, Dated.unknown(), Collections.emptySortedMap());
  }

  /** The card after one more event, at a position beyond its own. */
  AccountCard with(AccountEvent event, long at) {
    AccountCard next = new AccountCard(account, at, life, externalId, sites);
    return switch (event) {
      case AccountOpened opened ->
          next.turned(opened.cause(), opened.provisional() ? Kind.SEEN : Kind.OPENED);
      case AccountReopened reopened -> next.turned(reopened.cause(), Kind.OPENED);
      case AccountClosed closed -> next.turned(closed.cause(), Kind.CLOSED);
      case ExternalIdAssigned assigned ->
          new AccountCard(
              account,
              at,
              life,
              externalId.plus(assigned.cause().effectiveAt(), at, assigned.externalId()),
              sites);
      case SiteAdded added -> next.placed(added.site(), true, added.cause());
      case SiteChanged changed -> next.placed(changed.site(), true, changed.cause());
      case SiteRemoved removed -> next.placed(removed.site(), false, removed.cause());
      case AccountChanged _,
          SkusAssigned _,
          LineIncreased _,
          LineDecreased _,
          LineSet _,
          LineEnded _,
          DeliveryDuplicated _,
          DeliveryHeld _,
          DeliveryReleased _,
          DeliveryDiscarded _ ->
          next;
    };
  }

  private AccountCard turned(Cause cause, Kind kind) {
    LifeTimeline turned = life.plus(new LifeTimeline.Turn(cause.effectiveAt(), position, kind));
    return new AccountCard(account, position, turned, externalId, sites);
  }

  private AccountCard placed(Site site, boolean present, Cause cause) {
    SortedMap<Long, Dated<SiteFact>> more = new TreeMap<>(sites);
    more.put(
        site.id(),
        sites
            .getOrDefault(site.id(), Dated.unknown())
            .plus(cause.effectiveAt(), position, new SiteFact(site.name(), present)));
    return new AccountCard(account, position, life, externalId, more);
  }
}
