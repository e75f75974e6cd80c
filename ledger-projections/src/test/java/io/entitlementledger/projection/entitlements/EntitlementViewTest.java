package io.entitlementledger.projection.entitlements;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.read;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.Collections;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.history.Changes;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntitlementViewTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final Facts log = new Facts();
  private EntitlementView view;

  @BeforeEach
  void open() {
    view = open(mongo.database());
  }

  private static EntitlementView open(MongoDatabase database) {
    EntitlementView opened = new EntitlementView(new ViewStore(database));
    opened.prepare();
    return opened;
  }

  private EntitlementFold kept() {
    return Objects.requireNonNull(view.find(ACCOUNT)).fold();
  }

  @Test
  void anEventThatComesTwiceChangesNothing() {
    view.apply(log.record(up(SMS, 10, 1), up(SMS, 5, 2)));
    var before = Collections.of(mongo.database());
    view.apply(log.all());
    view.apply(log.all().subList(0, 1));
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
    assertThat(kept().lines().getFirst().quantity()).isEqualTo(15);
  }

  @Test
  void aBatchThatWasHalfWrittenIsCompletedWhenItComesAgain() {
    List<Fact> facts = log.record(up(SMS, 10, 1), up(SMS, 5, 2));
    view.changes().put(Changes.of(facts));
    view.apply(facts);
    assertThat(kept().lines().getFirst().quantity()).isEqualTo(15);
  }

  @Test
  void aLateReadingChangesWhatWasFoldedAfterIt() {
    view.apply(log.record(up(SMS, 10, 1), up(SMS, 5, 9)));
    view.apply(log.record(read(SMS, 3, 4)));
    assertThat(kept().lines().getFirst().quantity()).isEqualTo(8);
  }

  @Test
  void aLateClosureEndsWhatWasThereBeforeItAndNotWhatCameAfter() {
    view.apply(log.record(up(SMS, 10, 1), up(SMS, 5, 9)));
    view.apply(log.record(new AccountClosed(ACCOUNT, at(4))));
    assertThat(kept().lines().getFirst().quantity()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheBatchesTheDocumentsAreTheSameAndThoseOfTheFold(int seed) {
    Random random = new Random(seed);
    List<Fact> facts = RandomAccount.facts(random, 80);
    view.apply(facts);
    var atOnce = Collections.of(mongo.database());
    view.clear();
    int reached = 0;
    while (reached < facts.size()) {
      int next = Math.max(0, reached - random.nextInt(3)); // some of it comes again
      reached = Math.min(facts.size(), reached + 1 + random.nextInt(7));
      view.apply(facts.subList(next, reached));
      assertThat(kept().lines())
          .isEqualTo(EntitlementFold.of(Changes.of(facts.subList(0, reached)).stream()).lines());
    }
    assertThat(Collections.of(mongo.database())).isEqualTo(atOnce);
  }
}
