package io.entitlementledger.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LogVerifier;
import io.entitlementledger.log.LogVerifier.Verdict;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.value.AccountId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("NullAway.Init")
class AccessLogTest {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final String AUDIT = "GET /v1/accounts/{account}/audit";

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:59.999Z"));
  private AccessLog log;

  @BeforeEach
  void open() {
    log = new AccessLog(mongo.database(), now::get, Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static Read read(String principal, String route, @Nullable AccountId account) {
    return new Read(principal, "auditor", route, account, Map.of(), Map.of());
  }

  private List<AccessRecord> all() {
    return log.find(new AccessQuery(null, null, null, null, 1000, null)).data();
  }

  @Test
  void aReadIsRecordedOnceInAMinute() {
    log.record(read("key_a", AUDIT, ACCOUNT));
    log.record(read("key_a", AUDIT, ACCOUNT));
    assertThat(all()).hasSize(1);

    now.set(Instant.parse("2026-03-01T10:01:00.000Z"));
    log.record(read("key_a", AUDIT, ACCOUNT));
    log.record(read("key_a", AUDIT, ACCOUNT));
    assertThat(all())
        .extracting(AccessRecord::firstReadAt)
        .containsExactly(
            Instant.parse("2026-03-01T10:00:59.999Z"), Instant.parse("2026-03-01T10:01:00.000Z"));
  }

  @Test
  void anotherReaderRouteAccountOrPathIsAnotherRecord() {
    log.record(read("key_a", AUDIT, ACCOUNT));
    log.record(read("key_b", AUDIT, ACCOUNT));
    log.record(read("key_a", "GET /v1/accounts", ACCOUNT));
    log.record(read("key_a", AUDIT, AccountId.parse("ipilot.customer.1")));
    log.record(new Read("key_a", "auditor", AUDIT, ACCOUNT, Map.of("delivery", "d"), Map.of()));
    assertThat(all()).hasSize(5);
  }

  @Test
  void theFirstRangeOfAMinuteIsKept() {
    log.record(new Read("key_a", "auditor", AUDIT, ACCOUNT, Map.of(), Map.of("from", "2026")));
    log.record(new Read("key_a", "auditor", AUDIT, ACCOUNT, Map.of(), Map.of("from", "2027")));
    assertThat(all())
        .singleElement()
        .extracting(AccessRecord::range)
        .isEqualTo(Map.of("from", "2026"));
  }

  @Test
  void theSameReadByManyThreadsAtOnceIsRecordedOnce() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        String route = "GET /" + i % 4;
        threads.execute(() -> log.record(read("key_a", route, ACCOUNT)));
      }
    }
    assertThat(all())
        .extracting(AccessRecord::route)
        .containsExactlyInAnyOrder("GET /0", "GET /1", "GET /2", "GET /3");
  }

  @Test
  void twoProcessesKeepOneLogThatVerifies() {
    try (AccessLog other = new AccessLog(mongo.database(), now::get, Duration.ofMinutes(1));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String principal = "key_" + i;
        threads.execute(() -> log.record(read(principal, AUDIT, ACCOUNT)));
        threads.execute(() -> other.record(read(principal, AUDIT, ACCOUNT)));
      }
    }
    assertThat(all()).hasSize(40);
    Verdict verdict = verify();
    assertThat(verdict.good()).isTrue();
    assertThat(verdict.head().nextPosition()).isEqualTo(40);
  }

  @Test
  void aRecordIsStoredInThisFormForEver() {
    log.record(
        new Read(
            "key_a",
            "auditor",
            "GET /v1/deliveries/{delivery}",
            null,
            Map.of("delivery", "dlv_1"),
            Map.of("limit", "5", "as_of", "2026-01-01T00:00:00Z")));
    log.record(read("key_a", AUDIT, ACCOUNT));

    assertThat(body(0))
        .isEqualTo(
            """
            {"events":[{"id":"evt_…","metadata":{},"name":"Read","payload":\
            {"path":{"delivery":"dlv_1"},"principal":"key_a",\
            "range":{"as_of":"2026-01-01T00:00:00Z","limit":"5"},"role":"auditor",\
            "route":"GET /v1/deliveries/{delivery}"},"revision":"1","sequence":0,\
            "stream":"key_a","timestamp":"2026-03-01T10:00:59.999Z"}]}\
            """);
    assertThat(body(1))
        .isEqualTo(
            """
            {"events":[{"id":"evt_…","metadata":{},"name":"Read","payload":\
            {"account":"ipilot.customer.2779","path":{},"principal":"key_a","range":{},\
            "role":"auditor","route":"GET /v1/accounts/{account}/audit"},"revision":"1",\
            "sequence":0,"stream":"ipilot.customer.2779",\
            "timestamp":"2026-03-01T10:00:59.999Z"}]}\
            """);
  }

  private String body(long position) {
    byte[] body =
        EventLog.toRead(mongo.database(), AccessLog.COLLECTION)
            .commitAt(position)
            .orElseThrow()
            .body();
    return new String(body, StandardCharsets.UTF_8).replaceAll("evt_[0-9a-f-]{36}", "evt_…");
  }

  @Test
  void whatACallerWroteIsKeptShortAndWhole() {
    String long1 = "é".repeat(99) + "🙂🙂";
    log.record(new Read("key_a", "auditor", AUDIT, null, Map.of("x", long1), Map.of("y", long1)));
    AccessRecord kept = all().getFirst();
    assertThat(kept.path().get("x")).isEqualTo("é".repeat(99) + "🙂");
    assertThat(kept.range().get("y")).isEqualTo("é".repeat(99) + "🙂");
  }

  @Test
  void anAlteredRecordIsFoundByTheVerifier() {
    IntStream.range(0, 3).forEach(i -> log.record(read("key_" + i, AUDIT, ACCOUNT)));
    assertThat(verify().good()).isTrue();
    var stored = mongo.database().getCollection(AccessLog.COLLECTION);
    byte[] body = body(1).replace("key_1", "key_2").getBytes(StandardCharsets.UTF_8);
    stored.updateOne(Filters.eq("_id", 1L), Updates.set("body", new Binary(body)));

    assertThat(verify().flaw())
        .hasValueSatisfying(flaw -> assertThat(flaw).hasMessageContaining("position 1"));
    assertThat(verify().commits()).isEqualTo(1);
  }

  private Verdict verify() {
    return new LogVerifier(EventLog.toRead(mongo.database(), AccessLog.COLLECTION)).verify();
  }
}
