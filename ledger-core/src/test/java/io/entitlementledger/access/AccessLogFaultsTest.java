package io.entitlementledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire;
import io.entitlementledger.log.FaultyWire.Fault;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.value.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No read goes on that has left no trace. */
@SuppressWarnings("NullAway.Init")
@Timeout(60)
class AccessLogFaultsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private FaultyWire wire;
  private MongoClient client;
  private AccessLog log;

  @BeforeEach
  void open() {
    wire = new FaultyWire();
    client = wire.client(false, 200);
    log = log(Duration.ofSeconds(3));
  }

  private AccessLog log(Duration patience) {
    return new AccessLog(client.getDatabase(mongo.database().getName()), () -> NOW, patience);
  }

  @AfterEach
  void close() {
    wire.heal();
    log.close();
    client.close();
    wire.close();
  }

  private static Read read(int account) {
    AccountId id = AccountId.parse("ipilot.customer." + account);
    return new Read("key_a", "auditor", "GET /", id, Map.of(), Map.of());
  }

  private long stored() {
    return mongo.database().getCollection(AccessLog.COLLECTION).countDocuments();
  }

  @Test
  void aReadWaitsUntilTheStoreHasSaidThatItsRecordIsDurable() throws Exception {
    log.close();
    log = log(Duration.ofMinutes(1));
    wire.next("insert", Fault.HOLD_REPLY);
    FutureTask<Void> reading = new FutureTask<>(() -> log.record(read(1)), null);
    FutureTask<Void> alike = new FutureTask<>(() -> log.record(read(1)), null);
    Thread.ofVirtual().start(reading);
    await().until(() -> wire.held() == 1);
    Thread second = Thread.ofPlatform().start(alike);
    await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
    assertThat(reading.isDone()).isFalse();
    assertThat(alike.isDone()).isFalse();

    wire.release();
    reading.get();
    alike.get();
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void whileTheStoreIsAwayNoReadGoesOnAndThenEachIsRecorded() {
    log.record(read(1));
    wire.refuse();
    assertThatThrownBy(() -> log.record(read(2))).isInstanceOf(AccessLogUnavailableException.class);
    assertThat(stored()).isEqualTo(1);

    wire.heal();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              log.record(read(2));
              return true;
            });
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aWriteWhoseOutcomeIsUnknownStopsEveryReadUntilItIsKnown() {
    log.record(read(1));
    wire.next("insert", Fault.HOLD_REPLY);
    assertThatThrownBy(() -> log.record(read(2))).isInstanceOf(AccessLogUnavailableException.class);
    assertThat(log.takesWrites()).isFalse();
    assertThatThrownBy(() -> log.record(read(1))) // although it is recorded
        .isInstanceOf(AccessLogUnavailableException.class);

    wire.release();
    await().atMost(Duration.ofSeconds(30)).until(log::takesWrites);
    log.record(read(2));
    // The one that was in doubt is stored; the one that was let in after it says so again.
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void aLogThatDoesNotAgreeWithItselfTakesNoMoreReads() {
    log.record(read(1));
    mongo.database().getCollection(AccessLog.COLLECTION).insertOne(new Document("_id", 1L));
    assertThatThrownBy(() -> log.record(read(2))).isInstanceOf(AccessLogUnavailableException.class);
    assertThat(log.takesWrites()).isFalse();
    assertThatThrownBy(() -> log.record(read(1))).isInstanceOf(AccessLogUnavailableException.class);
  }
}
