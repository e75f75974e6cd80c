package io.entitlementledger.projection.deliveries;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.absorbed;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.entitlementledger.event.CatalogueAdopted;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.Collections;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.Source;
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
            "dlv_2", new DeliveryDuplicated(ACCOUNT, DuplicateReason.SAME_ORDER, "dlv_1", at(2)));
    assertThat(delivery.status()).isEqualTo("duplicate");
    assertThat(delivery.reason()).isEqualTo("same_order");
    assertThat(delivery.original()).isEqualTo("dlv_1");
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
  void anEventThatComesTwiceChangesNothing() {
    view.apply(log.record(up(SMS, 10, 1), absorbed(SMS, 5, 2)));
    var before = Collections.of(mongo.database());
    view.apply(log.all());
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
  }
}
