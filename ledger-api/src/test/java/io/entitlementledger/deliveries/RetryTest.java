package io.entitlementledger.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.Settings;
import io.entitlementledger.cli.Store;
import io.entitlementledger.cli.TestSettings;
import io.entitlementledger.codec.LedgerJson;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import io.entitlementledger.projection.entitlements.EntitlementsAnswer;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.value.Source;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.DeliveryAnswer;
import io.entitlementledger.webhook.SourceWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A delivery that could not be read, and a start with a catalogue that knows it. */
class RetryTest {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00.000Z");
  private static final Instant LATER = Instant.parse("2026-03-05T12:00:00.000Z");
  private static final String FAX =
      "{\"account_id\": 2779, \"event_object\": \"customer\", \"event_action\": \"fax\","
          + " \"event_type\": \"add\", \"number_count\": 3}";
  private static final Ruling RULING =
      new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "The catalogue knows it now.", "act-1");

  @Test
  void itCountsFromWhenItWasReceivedByTheCatalogueOfNow(@TempDir Path directory)
      throws IOException {
    Settings settings = TestSettings.at(directory);
    try (Store store = Store.open(settings)) {
      String id;
      try (LedgerNode ledger = node(store, CatalogueSource.PACKAGED, RECEIVED)) {
        id =
            ledger
                .intake()
                .take(new Source("ipilot"), FAX.getBytes(UTF_8), "sender-1")
                .answer()
                .deliveryId();
      }
      try (LedgerNode ledger = node(store, withFax(directory), LATER)) {
        Rulings rulings = rulings(ledger);

        DeliveryAnswer preview = rulings.preview(rulings.find(id), Act.RETRY, RULING);
        assertThat(rulings.find(id).status()).isEqualTo("quarantined");
        DeliveryAnswer retried = rulings.rule(rulings.find(id), Act.RETRY, RULING);

        assertThat(retried.status()).isEqualTo("applied");
        assertThat(retried.changes()).isEqualTo(preview.changes());
        assertThat(quantityAt(ledger, RECEIVED)).isEqualTo(3);
        assertThat(quantityAt(ledger, RECEIVED.minusMillis(1))).isZero();
        DeliveryRecord record = rulings.find(id);
        assertThat(record.status()).isEqualTo("applied");
        assertThat(record.receivedAt()).isEqualTo(RECEIVED);
        assertThat(record.catalogue()).isEqualTo("ipilot/2");
        assertThat(record.first())
            .isEqualTo(new DeliveryRecord.First("quarantined", "unknown_action", null, "ipilot/1"));
        assertThat(rulings.rule(record, Act.RETRY, RULING)).isEqualTo(retried);
        assertThat(
                ledger
                    .intake()
                    .take(new Source("ipilot"), FAX.getBytes(UTF_8), "sender-1")
                    .answer()
                    .original())
            .isEqualTo(id);
      }
    }
  }

  private static LedgerNode node(Store store, CatalogueSource catalogue, Instant now) {
    return LedgerNode.start(
        store.database(), "node", catalogue, SourceWindows.DEFAULT, InstantSource.fixed(now));
  }

  private static Rulings rulings(LedgerNode ledger) {
    JsonMapper.Builder json = JsonMapper.builder();
    LedgerJson.configure(json);
    return new Rulings(ledger, json.build());
  }

  private static CatalogueSource withFax(Path directory) throws IOException {
    String packaged = Catalogue.packaged().text();
    String changed =
        packaged.replace("version: \"1\"", "version: \"2\"").replace("[sms]", "[sms, fax]");
    assertThat(changed).contains("fax");
    return new CatalogueSource(Files.writeString(directory.resolve("catalogue.yaml"), changed));
  }

  private static long quantityAt(LedgerNode ledger, Instant instant) {
    EntitlementsAnswer answer =
        ledger
            .views()
            .entitlements()
            .at(ACCOUNT, instant, Instant.now(), Freshness.DEFAULT)
            .orElseThrow();
    return answer.lines().isEmpty() ? 0 : answer.lines().getFirst().quantity();
  }
}
