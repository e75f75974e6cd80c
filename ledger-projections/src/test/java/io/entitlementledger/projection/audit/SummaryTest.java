package io.entitlementledger.projection.audit;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.ROUTED;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.absorbed;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.down;
import static io.entitlementledger.projection.Facts.read;
import static io.entitlementledger.projection.Facts.units;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.HoldReason;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.event.Windows;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryTest {
  static Stream<Arguments> sentences() {
    return Stream.of(
        arguments(
            up(SMS, 10, 1),
            "Line sms of msteam, SKU 'A', went up by 10 units, from 0 to 10, by order 'PON-1'."),
        arguments(
            down(SMS, 1, 1),
            "Line sms of msteam, SKU 'A', went down by 1 unit, from 0 to -1; that is a shortfall."),
        arguments(
            absorbed(SMS, 5, 1),
            "Line sms of msteam, SKU 'A', was to go down by 5 units, which the closure of the"
                + " account had ended already; it stays 0."),
        arguments(
            read(ROUTED, 40, 1), "Line routed_number of msteam was read as 40 units; it was 0."),
        arguments(
            new LineEnded(ACCOUNT, ROUTED, units(40), at(1)),
            "Line routed_number of msteam was ended by the closure of the account, from 40 units"
                + " to 0."),
        arguments(
            new AccountOpened(ACCOUNT, true, at(1)),
            "The account was seen for the first time and opened as provisional."),
        arguments(
            new AccountOpened(ACCOUNT, false, at(1)),
            "The account was reported as new and is active."),
        arguments(
            new AccountReopened(ACCOUNT, 2, at(1)),
            "The account was reported as new again after a closure and is active; generation 2"
                + " begins."),
        arguments(
            new AccountClosed(ACCOUNT, at(1)),
            "The account was closed; every line is zero from then on."),
        arguments(
            new AccountChanged(ACCOUNT, List.of("Name", "Address"), at(1)),
            "The account's own fields were changed: Name, Address."),
        arguments(
            new ExternalIdAssigned(ACCOUNT, "1565", null, at(1)),
            "The external id is now '1565'; it was unknown."),
        arguments(
            new SkusAssigned(ACCOUNT, ROUTED, new Skus("R", null), Skus.NONE, at(1)),
            "Line routed_number of msteam is now called 'R' by the reseller and unknown by the"
                + " platform; it was called unknown by the reseller and unknown by the platform."),
        arguments(new SiteAdded(ACCOUNT, new Site(7, "HQ"), at(1)), "Site 7, 'HQ', was added."),
        arguments(
            new SiteChanged(ACCOUNT, new Site(7, "HQ"), List.of(), at(1)),
            "Site 7, 'HQ', was changed: its name."),
        arguments(new SiteRemoved(ACCOUNT, new Site(7, null), at(1)), "Site 7 was removed."),
        arguments(
            new DeliveryDuplicated(ACCOUNT, DuplicateReason.SAME_ORDER, "dlv_0", at(1)),
            "The delivery was not counted: the same order changed the same lines with the same"
                + " content in delivery dlv_0."),
        arguments(
            new DeliveryDuplicated(
                ACCOUNT, DuplicateReason.SAME_ORDER, "dlv_0", new Windows(3_600, 600), at(1)),
            "The delivery was not counted: the same order changed the same lines with the same"
                + " content within 1 hour in delivery dlv_0."),
        arguments(
            suspect("P"),
            "The delivery is held for a person to decide: it has the same content as delivery"
                + " dlv_0, more than 1 day 1 second apart, and may be a repeat of it. It asked for:"
                + " Line routed_number of msteam up by 2 units, by order 'P'."),
        arguments(
            suspect(null),
            "The delivery is held for a person to decide: it has the same content as delivery"
                + " dlv_0, within 10 minutes, and may be a repeat of it. It asked for: Line"
                + " routed_number of msteam up by 2 units."),
        arguments(
            new DeliveryDuplicated(ACCOUNT, DuplicateReason.PRESENT_STATE, null, at(1)),
            "The delivery was not counted: it reports what is so already."),
        arguments(
            new DeliveryHeld(
                ACCOUNT,
                HoldReason.SUSPECTED_DUPLICATE,
                "dlv_0",
                new Request(
                    Request.Act.CHANGE_LINES,
                    List.of(
                        new LineChange(ROUTED, Direction.INCREASE, units(2), true, "P", Skus.NONE)),
                    null,
                    null,
                    List.of(),
                    null),
                at(1)),
            "The delivery is held for a person to decide: it has the same content as delivery"
                + " dlv_0 and may be a repeat of it. It asked for: Line routed_number of msteam up"
                + " by 2 units, by order 'P'."),
        arguments(
            new DeliveryReleased(ACCOUNT, null, at(1)),
            "The held delivery dlv_1 was released: what it asked for counts."),
        arguments(
            new DeliveryDiscarded(ACCOUNT, null, at(1)),
            "The held delivery dlv_1 was discarded: it does not count."));
  }

  private static DeliveryHeld suspect(@Nullable String pon) {
    LineChange change = new LineChange(ROUTED, Direction.INCREASE, units(2), true, pon, Skus.NONE);
    return new DeliveryHeld(
        ACCOUNT,
        HoldReason.SUSPECTED_DUPLICATE,
        "dlv_0",
        new Request(Request.Act.CHANGE_LINES, List.of(change), null, null, List.of(), null),
        new Windows(86_401, 600),
        at(1));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void anEventIsToldInASentence(AccountEvent event, String sentence) {
    assertThat(Summary.of(event)).isEqualTo(sentence);
  }
}
