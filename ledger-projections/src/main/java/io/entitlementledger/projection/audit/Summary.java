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
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in a plain sentence what an event did. */
final class Summary {
  private Summary() {}

  static String of(AccountEvent event) {
    return switch (event) {
      case AccountOpened opened ->
          opened.provisional()
              ? "The account was seen for the first time and opened as provisional."
              : "The account was reported as new and is active.";
      case AccountChanged changed ->
          "The account's own fields were changed: " + fields(changed.updatedFields()) + ".";
      case AccountClosed _ -> "The account was closed; every line is zero from then on.";
      case AccountReopened reopened ->
          "The account was reported as new again after a closure and is active; generation "
              + reopened.generation()
              + " begins.";
      case ExternalIdAssigned assigned ->
          "The external id is now '%s'; it was %s."
              .formatted(assigned.externalId(), orUnknown(assigned.previous()));
      case SkusAssigned named ->
          "%s is now called %s; it was called %s."
              .formatted(line(named.line()), skus(named.skus()), skus(named.previous()));
      case SiteAdded added -> site(added.site()) + " was added.";
      case SiteChanged changed ->
          site(changed.site()) + " was changed: " + fields(changed.updatedFields()) + ".";
      case SiteRemoved removed -> site(removed.site()) + " was removed.";
      case LineIncreased up ->
          "%s went up by %s, from %s to %s%s."
              .formatted(line(up.line()), units(up.by()), up.before(), up.after(), order(up.pon()));
      case LineDecreased down -> decrease(down);
      case LineSet set ->
          "%s was read as %s; it was %s."
              .formatted(line(set.line()), units(set.quantity()), set.before());
      case LineEnded ended ->
          "%s was ended by the closure of the account, from %s to 0."
              .formatted(line(ended.line()), units(ended.before()));
      case DeliveryDuplicated duplicated -> Verdicts.duplicate(duplicated);
      case DeliveryHeld held -> Verdicts.held(held);
      case DeliveryReleased released ->
          Verdicts.ruled(released.cause()) + " was released: what it asked for counts.";
      case DeliveryDiscarded discarded ->
          Verdicts.ruled(discarded.cause()) + " was discarded: it does not count.";
    };
  }

  private static String decrease(LineDecreased down) {
    if (down.endedByClosure()) {
      return "%s was to go down by %s%s, which the closure of the account had ended already; it stays %s."
          .formatted(line(down.line()), units(down.by()), order(down.pon()), down.after());
    }
    return "%s went down by %s, from %s to %s%s%s."
        .formatted(
            line(down.line()),
            units(down.by()),
            down.before(),
            down.after(),
            order(down.pon()),
            down.after().isNegative() ? "; that is a shortfall" : "");
  }

  static String line(LineKey line) {
    return line.systemSku().equals(LineKey.NO_SKU)
        ? "Line %s of %s".formatted(line.product(), line.module())
        : "Line %s of %s, SKU '%s',".formatted(line.product(), line.module(), line.systemSku());
  }

  static String units(Quantity quantity) {
    return Math.abs(quantity.units()) == 1 ? quantity + " unit" : quantity + " units";
  }

  static String order(@Nullable String pon) {
    return pon == null ? "" : ", by order '" + pon + "'";
  }

  static String site(Site site) {
    return site.name() == null
        ? "Site " + site.id()
        : "Site %d, '%s',".formatted(site.id(), site.name());
  }

  private static String skus(Skus skus) {
    return "%s by the reseller and %s by the platform"
        .formatted(orUnknown(skus.reseller()), orUnknown(skus.platform()));
  }

  private static String orUnknown(@Nullable String name) {
    return name == null ? "unknown" : "'" + name + "'";
  }

  static String fields(List<String> updatedFields) {
    return updatedFields.isEmpty() ? "its name" : String.join(", ", updatedFields);
  }
}
