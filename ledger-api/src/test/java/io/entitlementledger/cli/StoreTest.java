package io.entitlementledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.WriteConcern;
import io.entitlementledger.embedded.EmbeddedMongo;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.nio.file.Path;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class StoreTest {
  @TempDir Path directory;

  @Test
  void theEmbeddedStoreKeepsWhatItWasGiven() {
    try (Store store = Store.open(settings(Optional.empty()))) {
      assertThat(store.description()).isEqualTo(directory.resolve("data").toString());
      store.database().getCollection("things").insertOne(new Document("_id", 1));
    }
    try (Store store = Store.open(settings(Optional.empty()))) {
      assertThat(store.database().getCollection("things").find().first())
          .isEqualTo(new Document("_id", 1));
    }
  }

  @Test
  void aMongodbIsUsedUnderTheDatabaseItsUriNames() {
    try (EmbeddedMongo server = EmbeddedMongo.start(directory.resolve("server"))) {
      String uri = server.connectionString();
      try (Store store = Store.open(settings(Optional.of(new ConnectionString(uri))))) {
        assertThat(store.database().getName()).isEqualTo("ledger");
        assertThat(store.description()).isEqualTo(uri.replace("mongodb://", "MongoDB at "));
        assertThat(store.database().getWriteConcern())
            .isEqualTo(WriteConcern.MAJORITY.withJournal(true));
      }
      try (Store store = Store.open(settings(Optional.of(new ConnectionString(uri + "/bills"))))) {
        assertThat(store.database().getName()).isEqualTo("bills");
      }
    }
  }

  @Test
  void closingTwiceDoesNothingMore() {
    Store store = Store.open(settings(Optional.empty()));
    store.close();
    store.close();
    Store.open(settings(Optional.empty())).close();
  }

  private Settings settings(Optional<ConnectionString> mongodb) {
    return new Settings(
        0,
        directory.resolve("data"),
        mongodb,
        Optional.empty(),
        Optional.empty(),
        false,
        500,
        CatalogueSource.PACKAGED,
        SourceWindows.DEFAULT);
  }
}
