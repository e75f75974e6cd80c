package io.entitlementledger.account;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
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
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.Dated;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LifeTimeline;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Timeline;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One account as its events make it: immutable, and the same for the same events.
 *
 * @param order how many events it has seen; orders what counts from the same instant
 * @param latestDelivery the latest instant that any of its deliveries counts from
 * @param sites each site by the sender's id, also those that were removed
 * @param digests the deliveries it has seen
 * @param waiting the deliveries that it holds for a person, by their ids
 */
record AccountState(
    long order,
    Instant latestDelivery,
    LifeTimeline life,
    Dated<String> externalId,
    Map<Long, Dated<SiteFact>> sites,
    Map<LineKey, Line> lines,
    Digests digests,
    Map<String, Held> waiting) {
  static final AccountState UNSEEN =
      new AccountState(
          0,
          Instant.EPOCH,
          LifeTimeline.EMPTY,
          Dated.unknown(),
          Map.of(),
          Map.of(),
          Digests.EMPTY,
          Map.of());

  /** What is known of a site from some instant on. */
  record SiteFact(@Nullable String name, boolean present) {}

  AccountState {
    sites = Collections.unmodifiableMap(sites);
    lines = Collections.unmodifiableMap(lines);
    waiting = Collections.unmodifiableMap(waiting);
  }

  /** The line of a key, known or not. */
  Line line(LineKey key) {
    return lines.getOrDefault(key, Line.UNKNOWN);
  }

  /** The quantity of a line at an instant, as known now. */
  Quantity quantityAt(LineKey key, Instant instant) {
    return line(key).timeline().at(instant, life.closures());
  }

  /** Whether the account is closed at an instant. */
  boolean closedAt(Instant instant) {
    return life.at(instant) == AccountStatus.CLOSED;
  }

  /** What is known of a site at an instant. */
  @Nullable SiteFact siteAt(long site, Instant instant) {
    Dated<SiteFact> facts = sites.get(site);
    return facts == null ? null : facts.at(instant);
  }

  /** The state after one more event. */
  AccountState evolve(AccountEvent event) {
    AccountState next = remembering(event);
    return switch (event) {
      case AccountOpened opened ->
          next.turned(
              opened.cause(),
              opened.provisional() ? LifeTimeline.Kind.SEEN : LifeTimeline.Kind.OPENED);
      case AccountReopened reopened -> next.turned(reopened.cause(), LifeTimeline.Kind.OPENED);
      case AccountClosed closed -> next.turned(closed.cause(), LifeTimeline.Kind.CLOSED);
      case AccountChanged _ -> next;
      case ExternalIdAssigned assigned -> next.identified(assigned);
      case SkusAssigned assigned -> next.named(assigned);
      case SiteAdded added -> next.withSite(added.site(), true, added.cause());
      case SiteChanged changed -> next.withSite(changed.site(), true, changed.cause());
      case SiteRemoved removed -> next.withSite(removed.site(), false, removed.cause());
      case LineIncreased increased ->
          next.stepped(increased.line(), increased.cause(), false, increased.by());
      case LineDecreased decreased when decreased.endedByClosure() -> next.absorbed(decreased);
      case LineDecreased decreased ->
          next.stepped(
              decreased.line(),
              decreased.cause(),
              false,
              Direction.DECREASE.signed(decreased.by()));
      case LineSet set -> next.stepped(set.line(), set.cause(), true, set.quantity());
      case LineEnded ended -> next.ended(ended);
      case DeliveryHeld held -> next.holding(held.cause().delivery(), Held.of(held));
      case DeliveryReleased released -> next.holding(released.cause().delivery(), null);
      case DeliveryDiscarded discarded -> next.holding(discarded.cause().delivery(), null);
      case DeliveryDuplicated _ -> next;
    };
  }

  private AccountState remembering(AccountEvent event) {
    Cause cause = event.cause();
    boolean later = cause.delivery() != null && cause.effectiveAt().isAfter(latestDelivery);
    return new AccountState(
        order + 1,
        later ? cause.effectiveAt() : latestDelivery,
        life,
        externalId,
        sites,
        lines,
        Memory.after(digests, waiting, event),
        waiting);
  }

  private AccountState holding(@Nullable Delivery delivery, @Nullable Held held) {
    if (delivery == null) {
      return this; // nobody could name it
    }
    Map<String, Held> now = new TreeMap<>(waiting);
    if (held == null) {
      now.remove(delivery.id());
    } else {
      now.put(delivery.id(), held);
    }
    return new AccountState(order, latestDelivery, life, externalId, sites, lines, digests, now);
  }

  private AccountState turned(Cause cause, LifeTimeline.Kind kind) {
    LifeTimeline turned = life.plus(new LifeTimeline.Turn(cause.effectiveAt(), order, kind));
    return new AccountState(
        order, latestDelivery, turned, externalId, sites, lines, digests, waiting);
  }

  private AccountState identified(ExternalIdAssigned event) {
    Dated<String> ids = externalId.plus(event.cause().effectiveAt(), order, event.externalId());
    return new AccountState(order, latestDelivery, life, ids, sites, lines, digests, waiting);
  }

  private AccountState named(SkusAssigned event) {
    return withLine(
        event.line(),
        line(event.line())
            .named(event.cause().effectiveAt(), order, event.previous(), event.skus()));
  }

  private AccountState withSite(Site site, boolean present, Cause cause) {
    Map<Long, Dated<SiteFact>> more = new TreeMap<>(sites);
    more.put(
        site.id(),
        sites
            .getOrDefault(site.id(), Dated.unknown())
            .plus(cause.effectiveAt(), order, new SiteFact(site.name(), present)));
    return new AccountState(order, latestDelivery, life, externalId, more, lines, digests, waiting);
  }

  private AccountState withLine(LineKey key, Line line) {
    Map<LineKey, Line> more = new TreeMap<>(lines);
    more.put(key, line);
    return new AccountState(order, latestDelivery, life, externalId, sites, more, digests, waiting);
  }

  private AccountState stepped(LineKey key, Cause cause, boolean set, Quantity quantity) {
    return withLine(
        key, line(key).plus(new Timeline.Step(cause.effectiveAt(), order, set, quantity)));
  }

  private AccountState ended(LineEnded event) {
    Quantity remaining = event.before().isNegative() ? Quantity.ZERO : event.before();
    return stepped(event.line(), event.cause(), true, Quantity.ZERO)
        .ending(event.line(), new Line.Ended(event.cause().effectiveAt(), remaining));
  }

  private AccountState ending(LineKey key, Line.Ended closure) {
    return withLine(key, line(key).endedBy(closure));
  }

  private AccountState absorbed(LineDecreased event) {
    return withLine(
        event.line(), line(event.line()).takenAway(event.by(), event.cause().effectiveAt()));
  }
}
