package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class UnindexedTest {
  @TempDir Path directory;
  private final Logger logger = (Logger) LoggerFactory.getLogger(Unindexed.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private OpenStore store;
  private MongoCollection<Document> things;

  @BeforeEach
  void open() {
    store = new OpenStore(directory);
    things = store.collection("things");
    things.createIndex(Indexes.ascending("a"));
    things.insertMany(
        List.of(new Document("_id", 1).append("a", 1), new Document("_id", 2).append("b", 2)));
    // The store's threads go on logging while a test reads what they logged.
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    store.close();
  }

  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void whatAnIndexServesIsNotTold() {
    things.find().first();
    things.find(eq("a", 1)).first();
    things.find(and(eq("a", 1), or(eq("b", 1), eq("c", 1)))).first();
    things.find().sort(descending("a")).first();
    things.find(eq("a", 1)).sort(ascending("_id")).first();
    things.find(gt("a", 0)).sort(ascending("_id")).limit(1).first();
    things.countDocuments(gt("_id", 1));
    things.updateOne(eq("_id", 1), Updates.set("b", 3));
    assertThat(logged()).isEmpty();
  }

  @Test
  void aShapeIsToldOnceWhateverItsValues() {
    for (int i = 0; i < 3; i++) {
      things.find(eq("b", i)).first();
      things.find(and(eq("b", "x" + i), eq("c", i))).sort(ascending("_id")).first();
      things.find(and(eq("c", i), eq("b", i))).sort(ascending("_id")).first();
      things.countDocuments(gt("b", i));
      things.find(or(eq("b", i), eq("a", i), eq("b", i + 1))).first();
      things.deleteMany(eq("d", i));
    }
    assertThat(logged())
        .containsExactly(
            "No index narrows the query of ledger.things [b]",
            "No index narrows the query of ledger.things [$and [[b], [c]]]",
            "No index narrows the query of ledger.things [b [$gt]]",
            "No index narrows the query of ledger.things [$or [[a], [b]]]",
            "No index narrows the query of ledger.things [d]");
  }

  @Test
  void anOrderMadeInMemoryIsTold() {
    for (int i = 0; i < 3; i++) {
      things.find().sort(ascending("b")).first();
      things.find(gt("a", i)).sort(descending("_id")).first();
      things.find(gt("a", i)).sort(descending("_id")).forEach(_ -> {});
    }
    assertThat(logged())
        .containsExactly(
            "Sorted in memory is the query of ledger.things  by {\"b\" : 1}",
            "Sorted in memory is the query of ledger.things [a [$gt]] by {\"_id\" : -1}");
  }

  @Test
  void onlySoManyShapesAreRemembered() {
    Unindexed unindexed = new Unindexed();
    for (int i = 0; i < Unindexed.MOST_SHAPES + 10; i++) {
      unindexed.looksAtEverything("things", new de.bwaldvogel.mongo.bson.Document("field" + i, 1));
    }
    assertThat(logged()).hasSize(Unindexed.MOST_SHAPES);
  }
}
