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
  void increases_and_decreases_add_up() {
    assertThat(only(up(SMS, 10, 1), down(SMS, 3, 2)).quantity()).isEqualTo(7);
  }

  @Test
  void a_reading_replaces_what_was_and_its_line_is_a_gauge() {
    EntitlementLine line = only(read(ROUTED, 40, 1), read(ROUTED, 35, 2));
    assertThat(line.quantity()).isEqualTo(35);
    assertThat(line.flags()).containsExactly("gauge");
    assertThat(line.billable()).isFalse();
  }

  @Test
  void a_gauge_at_zero_is_listed_and_any_other_line_at_zero_is_not() {
    assertThat(after(read(ROUTED, 0, 1), up(SMS, 5, 2), down(SMS, 5, 3)).lines())
        .extracting(EntitlementLine::product)
        .containsExactly("routed_number");
  }

  @Test
  void a_closure_ends_every_line() {
    assertThat(
            after(
                    up(SMS, 10, 1),
                    new LineEnded(ACCOUNT, SMS, units(10), at(5)),
                    new AccountClosed(ACCOUNT, at(5)))
                .lines())
        .isEmpty();
  }

  @Test
  void a_closure_ends_a_line_too_that_is_learned_of_later() {
    assertThat(after(new AccountClosed(ACCOUNT, at(5)), up(SMS, 10, 1)).lines()).isEmpty();
  }

  @Test
  void what_counts_from_after_a_closure_counts() {
    EntitlementLine line = only(up(SMS, 10, 1), new AccountClosed(ACCOUNT, at(5)), up(SMS, 2, 6));
    assertThat(line.quantity()).isEqualTo(2);
    assertThat(line.since()).isEqualTo(minute(6));
  }

  @Test
  void what_a_closure_had_ended_already_does_not_count_again() {
    assertThat(
            after(up(SMS, 10, 1), new AccountClosed(ACCOUNT, at(5)), absorbed(SMS, 10, 6)).lines())
        .isEmpty();
  }

  @Test
  void a_fact_that_comes_late_takes_its_place_before_a_reading() {
    EntitlementLine line = only(read(ROUTED, 40, 5), up(ROUTED, 3, 1));
    assertThat(line.quantity()).isEqualTo(40);
    assertThat(line.since()).isEqualTo(minute(5));
  }

  @Test
  void facts_of_one_instant_count_in_the_order_they_were_recorded() {
    assertThat(only(up(ROUTED, 3, 1), read(ROUTED, 40, 1)).quantity()).isEqualTo(40);
    assertThat(only(up(ROUTED, 3, 1)).quantity()).isEqualTo(43);
  }

  @Test
  void below_zero_is_a_shortfall() {
    EntitlementLine line = only(down(SMS, 3, 1));
    assertThat(line.quantity()).isEqualTo(-3);
    assertThat(line.flags()).containsExactly("shortfall");
  }

  @Test
  void below_zero_beside_an_open_line_of_the_product_is_a_mismatch_that_names_it() {
    assertThat(after(up(SMS_B, 5, 1), down(SMS, 3, 2)).lines())
        .extracting(EntitlementLine::flags)
        .containsExactly(List.of("mismatch:sms/msteam/B"), List.of());
  }

  @Test
  void an_open_line_of_another_product_makes_no_mismatch() {
    assertThat(after(up(line("call_path", "B"), 5, 1), down(SMS, 3, 2)).lines().getLast().flags())
        .containsExactly("shortfall");
  }

  @Test
  void since_and_last_event_are_those_of_the_last_change_in_effective_time() {
    EntitlementLine line = only(up(SMS, 10, 1), up(SMS, 1, 9), up(SMS, 1, 4));
    assertThat(line.since()).isEqualTo(minute(9));
    assertThat(line.lastEvent()).isEqualTo("evt_1");
  }

  @Test
  void a_reading_of_what_was_changes_nothing_of_since() {
    EntitlementLine line = only(read(ROUTED, 4, 1), read(ROUTED, 4, 9));
    assertThat(line.since()).isEqualTo(minute(1));
    assertThat(line.lastEvent()).isEqualTo("evt_0");
  }

  @Test
  void skus_are_those_of_the_latest_effective_time() {
    EntitlementLine line =
        only(
            up(SMS, 1, 1),
            new SkusAssigned(ACCOUNT, SMS, new Skus("R2", "P2"), Skus.NONE, at(5)),
            new SkusAssigned(ACCOUNT, SMS, new Skus("R1", null), Skus.NONE, at(2)));
    assertThat(line.resellerSku()).isEqualTo("R2");
    assertThat(line.platformSku()).isEqualTo("P2");
  }

  @Test
  void a_line_of_which_only_the_skus_are_known_is_not_listed() {
    assertThat(after(new SkusAssigned(ACCOUNT, SMS, new Skus("R", null), Skus.NONE, at(2))).lines())
        .isEmpty();
  }

  @Test
  void billable_is_what_was_decided_on_the_last_counted_change() {
    LineIncreased free =
        new LineIncreased(ACCOUNT, SMS, units(1), units(1), units(2), false, null, at(2));
    assertThat(only(up(SMS, 1, 1), free).billable()).isFalse();
    assertThat(only(up(SMS, 1, 3)).billable()).isTrue();
  }

  @Test
  void the_catalogue_is_that_of_the_last_change_counted() {
    assertThat(
            after(
                    new AccountOpened(ACCOUNT, true, at(9, "2")),
                    new LineIncreased(
                        ACCOUNT, SMS, units(1), units(0), units(1), true, null, at(2, "3")))
                .catalogue())
        .isEqualTo("2");
  }

  @Test
  void it_refuses_a_change_out_of_order() {
    EntitlementFold fold = after(up(SMS, 1, 5));
    log.record(up(SMS, 1, 4));
    assertThatThrownBy(() -> fold.apply(Changes.of(log.all()).getLast()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 1");
  }
}
