package io.entitlementledger.projection.history;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.ROUTED;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.absorbed;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.down;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.projection.Facts.read;
import static io.entitlementledger.projection.Facts.units;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.CatalogueAdopted;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.Collections;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.Skus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeCollectionTest {
  private static final LedgerEvent[] ONE_OF_EACH = {
    new AccountOpened(ACCOUNT, true, at(1)),
    new SkusAssigned(ACCOUNT, SMS, new Skus("R", null), Skus.NONE, at(1)),
    up(SMS, 10, 1),
    down(SMS, 3, 2),
    read(ROUTED, 4, 3),
    new LineEnded(ACCOUNT, SMS, units(7), at(4)),
    new AccountClosed(ACCOUNT, at(4)),
  };

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final Facts log = new Facts();
  private ChangeCollection changes;

  @BeforeEach
  void open() {
    changes = new ChangeCollection(new ViewStore(mongo.database()), "entitlement_changes");
    changes.prepare();
  }

  private List<Change> kept(long upTo) {
    List<Change> kept = new ArrayList<>();
    changes.forEach(ACCOUNT, null, upTo, kept::add);
    return kept;
  }

  @Test
  void everyKindOfChangeIsKeptAsItIs() {
    changes.put(Changes.of(log.record(ONE_OF_EACH)));
    assertThat(kept(100)).isEqualTo(Changes.of(log.all()));
  }

  @Test
  void theyComeInTheOrderTheyCountAndUpToAPosition() {
    changes.put(Changes.of(log.record(up(SMS, 1, 5), up(SMS, 2, 1), up(SMS, 3, 1), up(SMS, 4, 0))));
    assertThat(kept(2)).extracting(Change::position).containsExactly(1L, 2L, 0L);
  }

  @Test
  void whatMovesNothingOnlyTellsHowFarTheAccountIs() {
    changes.put(Changes.of(log.record(absorbed(SMS, 5, 1))));
    assertThat(kept(100)).isEmpty();
    assertThat(changes.newest(ACCOUNT, minute(5000), Long.MAX_VALUE))
        .isNotNull()
        .extracting(Change::position, Change::recordedAt)
        .containsExactly(0L, minute(1000));
  }

  @Test
  void whatHappenedToNoAccountIsLeftOut() {
    changes.put(
        Changes.of(
            log.record(new CatalogueAdopted("ipilot", "1", "c0ffee", "name: ipilot", at(1)))));
    assertThat(Collections.of(mongo.database()).get("entitlement_changes")).isEmpty();
  }

  @Test
  void anEventThatComesTwiceChangesNothing() {
    changes.put(Changes.of(log.record(ONE_OF_EACH)));
    var before = Collections.of(mongo.database());
    changes.put(Changes.of(log.all()));
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
  }
}
