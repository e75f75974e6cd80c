package io.entitlementledger.projection.audit;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.Collections;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTrailTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final Facts log = new Facts();
  private AuditTrail view;

  @BeforeEach
  void open() {
    view = new AuditTrail(new ViewStore(mongo.database()));
    view.prepare();
  }

  private AuditEntry entry(LedgerEvent event) {
    var facts = log.record(event);
    view.apply(facts);
    return AuditDocument.read(
        Objects.requireNonNull(
            view.entries().find(Filters.eq(facts.getFirst().position())).first()));
  }

  @Test
  void anEntryTellsWhoWhatWhenAndByWhichDelivery() {
    assertThat(entry(up(SMS, 10, 1)))
        .isEqualTo(
            new AuditEntry(
                "evt_0",
                0,
                0,
                "LineIncreased",
                minute(1000),
                minute(1),
                new AuditEntry.Actor("sender", "ipilot"),
                null,
                "Line sms of msteam, SKU 'A', went up by 10 units, from 0 to 10, by order"
                    + " 'PON-1'.",
                new AuditEntry.Change("sms", "msteam", "A", 0, 10),
                new AuditEntry.Delivery(
                    "dlv_1", minute(1), "5ha0", "applied", "sms", List.of("colour"), null),
                "leaf0"));
  }

  @Test
  void aDuplicateNamesTheDeliveryItRepeats() {
    AuditEntry entry =
        entry(new DeliveryDuplicated(ACCOUNT, DuplicateReason.SAME_ORDER, "dlv_0", at(2)));
    assertThat(entry.change()).isNull();
    assertThat(entry.delivery())
        .isNotNull()
        .extracting(AuditEntry.Delivery::verdict, AuditEntry.Delivery::original)
        .containsExactly("duplicate", "dlv_0");
  }

  @Test
  void anEventThatComesTwiceChangesNothing() {
    view.apply(log.record(up(SMS, 10, 1), up(SMS, 5, 2)));
    var before = Collections.of(mongo.database());
    view.apply(log.all());
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
  }

  @Test
  void whatWasWrittenOtherwiseIsWrittenAnewBesideWhatIsNew() {
    log.record(up(SMS, 10, 1), up(SMS, 5, 2), up(SMS, 1, 3));
    view.apply(log.all());
    var right = Collections.of(mongo.database());
    view.entries().updateOne(Filters.eq(1), Updates.set(AuditDocument.ACCOUNT, "another"));
    view.entries().deleteOne(Filters.eq(2));

    view.apply(log.all());

    assertThat(Collections.of(mongo.database())).isEqualTo(right);
  }
}
