package io.entitlementledger.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.entitlementledger.cli.Store;
import io.entitlementledger.cli.TestSettings;
import io.entitlementledger.codec.LedgerJson;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Source;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.DeliveryAnswer;
import io.entitlementledger.webhook.SourceWindows;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** An act on three deliveries, at the second of which something is wrong. */
class SeveralRulingsTest {
  private static final Ruling RULING =
      new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "None of them counts.", null);

  private @TempDir Path directory;
  private Store store;
  private LedgerNode ledger;
  private SeveralRulings several;

  @BeforeEach
  void open() {
    store = Store.open(TestSettings.at(directory));
    ledger =
        LedgerNode.start(
            store.database(),
            "node",
            CatalogueSource.PACKAGED,
            SourceWindows.DEFAULT,
            InstantSource.system());
    JsonMapper.Builder json = JsonMapper.builder();
    LedgerJson.configure(json);
    several = new SeveralRulings(ledger, new Rulings(ledger, json.build()));
  }

  @AfterEach
  void close() {
    ledger.close();
    store.close();
  }

  @Test
  void whatFailsForItselfStopsNoOther() {
    List<String> ids =
        List.of(quarantined().deliveryId(), "no such delivery", quarantined().deliveryId());

    assertThat(several.byIds(ids, false, Act.DISCARD, RULING).data())
        .extracting(SeveralRulings.Ruled::status, SeveralRulings.Ruled::code)
        .containsExactly(
            tuple("discarded", null), tuple(null, "unknown_delivery"), tuple("discarded", null));
  }

  @Test
  void afterAFailureOfTheLogTheOthersAreNotTried() {
    List<DeliveryAnswer> waiting = List.of(quarantined(), quarantined(), quarantined());
    store
        .database()
        .getCollection("log")
        .updateOne(
            Filters.eq("_id", waiting.get(1).position()),
            Updates.set("chain", new Binary(new byte[32])));

    List<SeveralRulings.Ruled> ruled =
        several
            .byIds(
                waiting.stream().map(DeliveryAnswer::deliveryId).toList(), false, Act.RETRY, RULING)
            .data();

    assertThat(ruled)
        .extracting(SeveralRulings.Ruled::code)
        .containsExactly("still_unreadable", "failed", "not_tried");
  }

  private DeliveryAnswer quarantined() {
    return ledger.intake().take(new Source("ipilot"), "no JSON".getBytes(UTF_8), null).answer();
  }
}
