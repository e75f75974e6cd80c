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
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Source;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.DeliveryAnswer;
import io.entitlementledger.webhook.SourceWindows;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** An act on three deliveries, at the second of which something is wrong. */
class SeveralRulingsTest {
  private static final String BATCH =
      "{\"account_id\": 2779, \"event_object\": \"customer\", \"event_action\": \"sms\","
          + " \"event_type\": \"enable\", \"number_count\": 3}";
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
    deliver(BATCH);
    List<String> held = Stream.generate(() -> deliver(BATCH).deliveryId()).limit(3).toList();
    assertThat(several.byIds(held, true, Act.RELEASE, RULING).data())
        .extracting(SeveralRulings.Ruled::status)
        .containsOnly("applied");
    store
        .database()
        .getCollection("deliveries")
        .updateOne(Filters.eq("_id", held.get(1)), Updates.set("account", "no account"));

    assertThat(several.byIds(held, false, Act.RELEASE, RULING).data())
        .extracting(SeveralRulings.Ruled::status, SeveralRulings.Ruled::code)
        .containsExactly(tuple("applied", null), tuple(null, "failed"), tuple("applied", null));
  }

  @Test
  void afterAFailureOfTheLogTheOthersAreNotTried() {
    List<DeliveryAnswer> waiting = Stream.generate(() -> deliver("no JSON")).limit(3).toList();
    // The view has to have taken them in: it cannot read a log that is broken.
    assertThat(
            ledger
                .views()
                .deliveries()
                .get(waiting.getLast().deliveryId(), Freshness.DEFAULT)
                .orElseThrow()
                .status())
        .isEqualTo("quarantined");
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

  private DeliveryAnswer deliver(String body) {
    return ledger.intake().take(new Source("ipilot"), body.getBytes(UTF_8), null).answer();
  }
}
