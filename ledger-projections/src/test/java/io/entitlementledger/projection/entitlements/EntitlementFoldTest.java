package io.entitlementledger.projection.entitlements;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.ROUTED;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.SMS_B;
import static io.entitlementledger.projection.Facts.absorbed;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.down;
import static io.entitlementledger.projection.Facts.line;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.projection.Facts.read;
import static io.entitlementledger.projection.Facts.units;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.history.Changes;
import io.entitlementledger.value.Skus;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntitlementFoldTest {
  private final Facts log = new Facts();

  private EntitlementFold after(LedgerEvent... events) {
    log.record(events);
    return EntitlementFold.of(Changes.of(log.all()).stream());
  }

  private EntitlementLine only(LedgerEvent... events) {
    List<EntitlementLine> lines = after(events).lines();
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  @Test
  void increasesAndDecreasesAddUp() {
    assertThat(only(up(SMS, 10, 1), down(SMS, 3, 2)).quantity()).isEqualTo(7);
  }

  @Test
  void aReadingReplacesWhatWasAndItsLineIsAGauge() {
    EntitlementLine line = only(read(ROUTED, 40, 1), read(ROUTED, 35, 2));
    assertThat(line.quantity()).isEqualTo(35);
    assertThat(line.flags()).containsExactly("gauge");
    assertThat(line.billable()).isFalse();
  }

  @Test
  void aGaugeAtZeroIsListedAndAnyOtherLineAtZeroIsNot() {
    assertThat(after(read(ROUTED, 0, 1), up(SMS, 5, 2), down(SMS, 5, 3)).lines())
        .extracting(EntitlementLine::product)
        .containsExactly("routed_number");
  }

  @Test
  void aClosureEndsEveryLine() {
    assertThat(
            after(
                    up(SMS, 10, 1),
                    new LineEnded(ACCOUNT, SMS, units(10), at(5)),
                    new AccountClosed(ACCOUNT, at(5)))
                .lines())
        .isEmpty();
  }

  @Test
  void aClosureEndsALineTooThatIsLearnedOfLater() {
    assertThat(after(new AccountClosed(ACCOUNT, at(5)), up(SMS, 10, 1)).lines()).isEmpty();
  }

  @Test
  void whatCountsFromAfterAClosureCounts() {
    EntitlementLine line = only(up(SMS, 10, 1), new AccountClosed(ACCOUNT, at(5)), up(SMS, 2, 6));
    assertThat(line.quantity()).isEqualTo(2);
    assertThat(line.since()).isEqualTo(minute(6));
  }

  @Test
  void whatAClosureHadEndedAlreadyDoesNotCountAgain() {
    assertThat(
            after(up(SMS, 10, 1), new AccountClosed(ACCOUNT, at(5)), absorbed(SMS, 10, 6)).lines())
        .isEmpty();
  }

  @Test
  void aFactThatComesLateTakesItsPlaceBeforeAReading() {
    EntitlementLine line = only(read(ROUTED, 40, 5), up(ROUTED, 3, 1));
    assertThat(line.quantity()).isEqualTo(40);
    assertThat(line.since()).isEqualTo(minute(5));
  }

  @Test
  void factsOfOneInstantCountInTheOrderTheyWereRecorded() {
    assertThat(only(up(ROUTED, 3, 1), read(ROUTED, 40, 1)).quantity()).isEqualTo(40);
    assertThat(only(up(ROUTED, 3, 1)).quantity()).isEqualTo(43);
  }

  @Test
  void belowZeroIsAShortfall() {
    EntitlementLine line = only(down(SMS, 3, 1));
    assertThat(line.quantity()).isEqualTo(-3);
    assertThat(line.flags()).containsExactly("shortfall");
  }

  @Test
  void belowZeroBesideAnOpenLineOfTheProductIsAMismatchThatNamesIt() {
    assertThat(after(up(SMS_B, 5, 1), down(SMS, 3, 2)).lines())
        .extracting(EntitlementLine::flags)
        .containsExactly(List.of("mismatch:sms/msteam/B"), List.of());
  }

  @Test
  void anOpenLineOfAnotherProductMakesNoMismatch() {
    assertThat(after(up(line("call_path", "B"), 5, 1), down(SMS, 3, 2)).lines().getLast().flags())
        .containsExactly("shortfall");
  }

  @Test
  void sinceAndLastEventAreThoseOfTheLastChangeInEffectiveTime() {
    EntitlementLine line = only(up(SMS, 10, 1), up(SMS, 1, 9), up(SMS, 1, 4));
    assertThat(line.since()).isEqualTo(minute(9));
    assertThat(line.lastEvent()).isEqualTo("evt_1");
  }

  @Test
  void aReadingOfWhatWasChangesNothingOfSince() {
    EntitlementLine line = only(read(ROUTED, 4, 1), read(ROUTED, 4, 9));
    assertThat(line.since()).isEqualTo(minute(1));
    assertThat(line.lastEvent()).isEqualTo("evt_0");
  }

  @Test
  void skusAreThoseOfTheLatestEffectiveTime() {
    EntitlementLine line =
        only(
            up(SMS, 1, 1),
            new SkusAssigned(ACCOUNT, SMS, new Skus("R2", "P2"), Skus.NONE, at(5)),
            new SkusAssigned(ACCOUNT, SMS, new Skus("R1", null), Skus.NONE, at(2)));
    assertThat(line.resellerSku()).isEqualTo("R2");
    assertThat(line.platformSku()).isEqualTo("P2");
  }

  @Test
  void aSkuThatIsLearnedOfLateStandsBesideOneThatChangedAfterIt() {
    EntitlementLine line =
        only(
            up(SMS, 1, 1),
            new SkusAssigned(ACCOUNT, SMS, new Skus("A", null), Skus.NONE, at(60)),
            new SkusAssigned(ACCOUNT, SMS, new Skus("A", "P"), new Skus("A", null), at(71)),
            new SkusAssigned(ACCOUNT, SMS, new Skus("B", null), new Skus("A", null), at(70)));
    assertThat(line.resellerSku()).isEqualTo("B");
    assertThat(line.platformSku()).isEqualTo("P");
  }

  @Test
  void aLineOfWhichOnlyTheSkusAreKnownIsNotListed() {
    assertThat(after(new SkusAssigned(ACCOUNT, SMS, new Skus("R", null), Skus.NONE, at(2))).lines())
        .isEmpty();
  }

  @Test
  void billableIsWhatWasDecidedOnTheLastCountedChange() {
    LineIncreased free =
        new LineIncreased(ACCOUNT, SMS, units(1), units(1), units(2), false, null, at(2));
    assertThat(only(up(SMS, 1, 1), free).billable()).isFalse();
    assertThat(only(up(SMS, 1, 3)).billable()).isTrue();
  }

  @Test
  void theCatalogueIsThatOfTheLastChangeCounted() {
    assertThat(
            after(
                    new AccountOpened(ACCOUNT, true, at(9, "2")),
                    new LineIncreased(
                        ACCOUNT, SMS, units(1), units(0), units(1), true, null, at(2, "3")))
                .catalogue())
        .isEqualTo("2");
  }

  @Test
  void itRefusesAChangeOutOfOrder() {
    EntitlementFold fold = after(up(SMS, 1, 5));
    log.record(up(SMS, 1, 4));
    assertThatThrownBy(() -> fold.apply(Changes.of(log.all()).getLast()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 1");
  }
}
