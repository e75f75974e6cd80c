package io.entitlementledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import io.entitlementledger.embedded.EmbeddedMongo;
import java.nio.file.Path;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class StoreTest {
  @TempDir Path directory;

  @Test
  void theEmbeddedStoreKeepsWhatItWasGiven() {
    try (Store store = Store.open(TestSettings.at(directory.resolve("data")))) {
      assertThat(store.description()).isEqualTo(directory.resolve("data").toString());
      store.database().getCollection("things").insertOne(new Document("_id", 1));
    }
    try (Store store = Store.open(TestSettings.at(directory.resolve("data")))) {
      assertThat(store.database().getCollection("things").find().first())
          .isEqualTo(new Document("_id", 1));
    }
  }

  @Test
  void aMongodbIsUsedUnderTheDatabaseItsUriNames() {
    try (EmbeddedMongo server = EmbeddedMongo.start(directory.resolve("server"))) {
      String uri = server.connectionString();
      try (Store store = Store.open(settings(uri))) {
        assertThat(store.database().getName()).isEqualTo("ledger");
        assertThat(store.description()).isEqualTo(uri.replace("mongodb://", "MongoDB at "));
        assertThat(store.database().getWriteConcern())
            .isEqualTo(WriteConcern.MAJORITY.withJournal(true));
      }
      try (Store store = Store.open(settings(uri + "/bills"))) {
        assertThat(store.database().getName()).isEqualTo("bills");
      }
    }
  }

  @Test
  void closingTwiceDoesNothingMore() {
    Store store = Store.open(TestSettings.at(directory.resolve("data")));
    store.close();
    store.close();
    Store.open(TestSettings.at(directory.resolve("data"))).close();
  }

  private Settings settings(String uri) {
    return TestSettings.at(directory.resolve("data"), Map.of(Settings.MONGODB_URI, uri));
  }
}
