package io.entitlementledger.projection.audit;

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
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells an event of an account as an entry of its trail. */
final class AuditEntries {
  private AuditEntries() {}

  static AuditEntry of(Fact fact, AccountEvent event) {
    var cause = event.cause();
    var actor = cause.actor();
    return new AuditEntry(
        fact.id(),
        fact.position(),
        fact.sequence(),
        fact.type(),
        fact.recordedAt(),
        cause.effectiveAt(),
        new AuditEntry.Actor(actor.kind().name().toLowerCase(Locale.ROOT), actor.id()),
        cause.reason(),
        Summary.of(event),
        change(event),
        delivery(fact, event),
        fact.leaf());
  }

  /** The products an entry is found under. */
  static List<String> products(AccountEvent event) {
    return switch (event) {
      case SkusAssigned named -> List.of(named.line().product().code());
      case DeliveryHeld held -> {
        var request = held.request();
        var gauge = request.gauge();
        yield Stream.concat(
                request.changes().stream().map(it -> it.line().product().code()),
                Stream.ofNullable(gauge).map(it -> it.line().product().code()))
            .distinct()
            .sorted()
            .toList();
      }
      case LineIncreased it -> List.of(it.line().product().code());
      case LineDecreased it -> List.of(it.line().product().code());
      case LineSet it -> List.of(it.line().product().code());
      case LineEnded it -> List.of(it.line().product().code());
      case AccountOpened _,
          AccountChanged _,
          AccountClosed _,
          AccountReopened _,
          ExternalIdAssigned _,
          SiteAdded _,
          SiteChanged _,
          SiteRemoved _,
          DeliveryDuplicated _,
          DeliveryReleased _,
          DeliveryDiscarded _ ->
          List.of();
    };
  }

  private static AuditEntry.@Nullable Change change(AccountEvent event) {
    return switch (event) {
      case LineIncreased it -> change(it.line(), it.before(), it.after());
      case LineDecreased it -> change(it.line(), it.before(), it.after());
      case LineSet it -> change(it.line(), it.before(), it.quantity());
      case LineEnded it -> change(it.line(), it.before(), Quantity.ZERO);
      case AccountOpened _,
          AccountChanged _,
          AccountClosed _,
          AccountReopened _,
          ExternalIdAssigned _,
          SkusAssigned _,
          SiteAdded _,
          SiteChanged _,
          SiteRemoved _,
          DeliveryDuplicated _,
          DeliveryHeld _,
          DeliveryReleased _,
          DeliveryDiscarded _ ->
          null;
    };
  }

  private static AuditEntry.Change change(LineKey line, Quantity before, Quantity after) {
    return new AuditEntry.Change(
        line.product().code(),
        line.module().code(),
        line.systemSku(),
        before.units(),
        after.units());
  }

  private static AuditEntry.@Nullable Delivery delivery(Fact fact, AccountEvent event) {
    var delivery = event.cause().delivery();
    if (delivery == null) {
      return null;
    }
    String verdict = "applied";
    String original = null;
    if (event instanceof DeliveryDuplicated duplicated) {
      verdict = "duplicate";
      original = duplicated.original();
    } else if (event instanceof DeliveryHeld held) {
      verdict = "held";
      original = held.original();
    } else if (event instanceof DeliveryDiscarded) {
      verdict = "discarded";
    }
    return new AuditEntry.Delivery(
        delivery.id(),
        delivery.receivedAt(),
        fact.rawSha256(),
        verdict,
        delivery.webhook(),
        delivery.unknownFields(),
        original);
  }
}
