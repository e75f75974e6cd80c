package io.entitlementledger.projection.deliveries;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.absorbed;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.entitlementledger.event.CatalogueAdopted;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.DeliveryRetried;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.HoldReason;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.QuarantineDiscarded;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Windows;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.Collections;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Source;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryViewTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final Facts log = new Facts();
  private DeliveryView view;

  @BeforeEach
  void open() {
    view = new DeliveryView(new ViewStore(mongo.database()));
    view.prepare();
  }

  private DeliveryRecord delivery(String id, LedgerEvent... events) {
    view.apply(log.record(events));
    return DeliveryDocument.read(
        Objects.requireNonNull(view.deliveries().find(Filters.eq(id)).first()));
  }

  @Test
  void aDeliveryOfSeveralEventsIsOneDocumentAtTheFirstOfThem() {
    DeliveryRecord delivery =
        delivery("dlv_1", new ExternalIdAssigned(ACCOUNT, "1", null, at(1)), up(SMS, 10, 1));
    assertThat(delivery.status()).isEqualTo("applied");
    assertThat(delivery.account()).isEqualTo("ipilot.customer.2779");
    assertThat(delivery.position()).isZero();
    assertThat(delivery.sha256()).isEqualTo("5ha0");
  }

  @Test
  void aRemarkOnOneOfItsEventsIsTheDeliveryS() {
    assertThat(
            delivery(
                    "dlv_1",
                    new ExternalIdAssigned(ACCOUNT, "1", null, at(1)),
                    absorbed(SMS, 10, 1))
                .reason())
        .isEqualTo("ended_by_closure");
  }

  @Test
  void aDuplicateSaysWhyAndOfWhat() {
    DeliveryRecord delivery =
        delivery(
            "dlv_2",
            new DeliveryDuplicated(
                ACCOUNT, DuplicateReason.SAME_ORDER, "dlv_1", new Windows(3_600, 600), at(2)));
    assertThat(delivery.status()).isEqualTo("duplicate");
    assertThat(delivery.reason()).isEqualTo("same_order");
    assertThat(delivery.original()).isEqualTo("dlv_1");
    assertThat(delivery.windows()).isEqualTo(new Windows(3_600, 600));
  }

  @Test
  void aQuarantinedDeliverySaysWhatCouldNotBeRead() {
    DeliveryRecord delivery =
        delivery(
            "dlv_9",
            new CatalogueAdopted("ipilot", "1", "c0ffee", "name: ipilot", at(3)),
            new DeliveryQuarantined(
                "dlv_9",
                new Source("ipilot"),
                "unknown_action",
                "/event_action",
                "No rule of the catalogue knows the action.",
                null,
                at(3)));
    assertThat(delivery.status()).isEqualTo("quarantined");
    assertThat(delivery.reason()).isEqualTo("unknown_action");
    assertThat(delivery.pointer()).isEqualTo("/event_action");
    assertThat(delivery.account()).isNull();
  }

  @Test
  void aReleasedDeliveryIsAppliedAndSaysByWhomAndWhatItWasBefore() {
    DeliveryRecord delivery =
        delivery(
            "dlv_2", held(2), new DeliveryReleased(ACCOUNT, "act-1", ruled(2)), up(SMS, 10, 2));
    assertThat(delivery.status()).isEqualTo("applied");
    assertThat(delivery.reason()).isNull();
    assertThat(delivery.position()).isZero();
    assertThat(delivery.sha256()).isEqualTo("5ha0");
    assertThat(delivery.first())
        .isEqualTo(new DeliveryRecord.First("held", "suspected_duplicate", "dlv_1", "1"));
    assertThat(delivery.rulings())
        .containsExactly(
            new DeliveryRecord.Ruling(
                "release", "applied", "key_1", "Because.", "act-1", minute(1001), 1, "leaf1"));
  }

  @Test
  void aDeliveryThatWasRetriedAndThenDiscardedShowsBothActs() {
    DeliveryRecord delivery =
        delivery(
            "dlv_2",
            quarantined("dlv_2", 2),
            held(2),
            new DeliveryRetried(
                "dlv_2",
                ACCOUNT,
                DeliveryRetried.Result.HELD,
                "suspected_duplicate",
                "dlv_1",
                null,
                ruled(2)));
    assertThat(delivery.status()).isEqualTo("held");
    assertThat(delivery.reason()).isEqualTo("suspected_duplicate");
    assertThat(delivery.original()).isEqualTo("dlv_1");
    assertThat(delivery.account()).isEqualTo("ipilot.customer.2779");
    assertThat(delivery.webhook()).isEqualTo("sms");
    assertThat(delivery.first())
        .isEqualTo(new DeliveryRecord.First("quarantined", "unknown_action", null, "1"));

    DeliveryRecord decided = delivery("dlv_2", new DeliveryDiscarded(ACCOUNT, null, ruled(2)));
    assertThat(decided.status()).isEqualTo("discarded");
    assertThat(decided.first()).isEqualTo(delivery.first());
    assertThat(decided.rulings())
        .extracting(DeliveryRecord.Ruling::act)
        .containsExactly("retry", "discard");
  }

  @Test
  void aQuarantinedDeliveryThatIsDiscardedNoLongerWaits() {
    delivery("dlv_2", quarantined("dlv_2", 2), new QuarantineDiscarded("dlv_2", null, ruled(2)));
    assertThat(view.deliveries().countDocuments(Filters.eq("status", "quarantined"))).isZero();
    assertThat(view.deliveries().countDocuments(Filters.eq("status", "discarded"))).isOne();
  }

  /** A retry's events of its account may come before or after the one of its own stream. */
  @Test
  void aRemarkOnARetriedDeliveryIsOfTheRetryWhicheverEventComesFirst() {
    DeliveryRetried retried =
        new DeliveryRetried(
            "dlv_2",
            ACCOUNT,
            DeliveryRetried.Result.APPLIED,
            "ended_by_closure",
            null,
            null,
            ruled(2));
    DeliveryRecord delivery =
        delivery("dlv_2", quarantined("dlv_2", 2), absorbed(SMS, 5, 2), retried);
    assertThat(delivery.reason()).isEqualTo("ended_by_closure");
    assertThat(delivery.first())
        .isEqualTo(new DeliveryRecord.First("quarantined", "unknown_action", null, "1"));
  }

  @Test
  void anEventThatComesTwiceChangesNothing() {
    view.apply(
        log.record(
            up(SMS, 10, 1),
            absorbed(SMS, 5, 2),
            held(3),
            new DeliveryReleased(ACCOUNT, null, ruled(3)),
            up(SMS, 10, 3),
            quarantined("dlv_4", 4),
            held(4),
            new DeliveryRetried(
                "dlv_4",
                ACCOUNT,
                DeliveryRetried.Result.HELD,
                "suspected_duplicate",
                "dlv_1",
                null,
                ruled(4)),
            new DeliveryDiscarded(ACCOUNT, null, ruled(4))));
    var before = Collections.of(mongo.database());
    view.apply(log.all());
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
    log.all().forEach(fact -> view.apply(List.of(fact)));
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
    view.clear();
    log.all().forEach(fact -> view.apply(List.of(fact)));
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
  }

  private static DeliveryHeld held(long minute) {
    return new DeliveryHeld(
        ACCOUNT,
        HoldReason.SUSPECTED_DUPLICATE,
        "dlv_1",
        new Request(Request.Act.OPEN_ACCOUNT, List.of(), null, null, List.of(), null),
        at(minute));
  }

  private static DeliveryQuarantined quarantined(String delivery, long minute) {
    return new DeliveryQuarantined(
        delivery,
        new Source("ipilot"),
        "unknown_action",
        "/event_action",
        "No rule of the catalogue knows the action.",
        null,
        at(minute));
  }

  private static Cause ruled(long minute) {
    return at(minute).ruledBy(new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "Because.", null));
  }
}
