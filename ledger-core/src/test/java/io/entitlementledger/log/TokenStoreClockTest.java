package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * No client's time decides a claim: none is sent, and the clocks of Axon's own stores do nothing.
 */
class TokenStoreClockTest extends TokenStores {
  /** What the driver adds to every command; a cluster's time is the server's own, handed back. */
  private static final Set<String> OF_THE_DRIVER =
      Set.of("$clusterTime", "lsid", "$readPreference");

  @Test
  void aClientWhoseClockIsAnHourAheadOrBehindTakesNoClaimAndLosesNone() {
    mine.initializeTokenSegments("p", 1);
    mine.fetchToken("p", 0);
    Clock entries = AbstractTokenEntry.clock;
    Clock messages = GenericEventMessage.clock;
    try {
      for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
        AbstractTokenEntry.clock = Clock.offset(Clock.systemUTC(), wrong);
        GenericEventMessage.clock = Clock.offset(Clock.systemUTC(), wrong);
        assertThat(others.fetchAvailableSegments("p")).isEmpty();
        assertThatThrownBy(() -> others.fetchToken("p", 0))
            .isInstanceOf(UnableToClaimTokenException.class);
        mine.extendClaim("p", 0);
        mine.storeToken(FIVE, "p", 0);
        assertThat(others.fetchAvailableSegments("p")).isEmpty();
      }
    } finally {
      AbstractTokenEntry.clock = entries;
      GenericEventMessage.clock = messages;
    }
  }

  @Test
  void noCommandCarriesATimeOfTheClient() {
    List<BsonDocument> commands = new CopyOnWriteArrayList<>();
    CommandListener listener =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            commands.add(event.getCommand().clone());
          }
        };
    try (MongoClient client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(TestMongo.uri()))
                .addCommandListener(listener)
                .build())) {
      useEveryOperation(
          new MongoTokenStore(
              client.getDatabase(mongo.database().getName()), "seen", Duration.ofMinutes(1)));
    }
    List<BsonDocument> changes =
        commands.stream()
            .filter(c -> c.containsKey("update") || c.containsKey("findAndModify"))
            .toList();
    assertThat(changes).hasSizeGreaterThanOrEqualTo(6);
    assertThat(commands.toString()).contains("$currentDate", "$$NOW");
    // A new segment's claim is of the epoch, so that it counts as run out; nothing else is a time.
    assertThat(commands).allSatisfy(command -> assertThat(times(command)).isSubsetOf(0L));
  }

  private static void useEveryOperation(MongoTokenStore store) {
    store.initializeTokenSegments("p", 2, FIVE);
    store.initializeSegment(FIVE, "q", 0);
    store.fetchAvailableSegments("p");
    store.fetchToken("p", 0);
    store.fetchToken("p", Segment.computeSegment(1, 0, 1));
    store.storeToken(NINE, "p", 0);
    store.extendClaim("p", 0);
    store.deleteToken("p", 1);
    store.releaseClaim("p", 0);
    store.retrieveStorageIdentifier();
    store.lowestPosition("p");
  }

  /** Every date in it, and every number that could be the present time in seconds or finer. */
  private static List<Long> times(BsonValue value) {
    List<Long> found = new ArrayList<>();
    collect(value, found);
    return found;
  }

  private static void collect(BsonValue value, List<Long> found) {
    if (value.isDocument()) {
      for (Map.Entry<String, BsonValue> field : value.asDocument().entrySet()) {
        if (!OF_THE_DRIVER.contains(field.getKey())) {
          collect(field.getValue(), found);
        }
      }
    } else if (value.isArray()) {
      value.asArray().forEach(each -> collect(each, found));
    } else if (value.isDateTime()) {
      found.add(value.asDateTime().getValue());
    } else if (value.isTimestamp()) {
      found.add(value.asTimestamp().getValue());
    } else if (value.isNumber() && value.asNumber().longValue() > 1_000_000_000L) {
      found.add(value.asNumber().longValue());
    }
  }
}
