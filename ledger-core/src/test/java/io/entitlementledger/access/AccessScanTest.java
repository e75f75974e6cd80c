package io.entitlementledger.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.codec.LedgerJson;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.value.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Twelve records, one a minute, by turns of two readers and about three accounts or none. */
@SuppressWarnings("NullAway.Init")
class AccessScanTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final AccountId ONE = AccountId.parse("ipilot.customer.1");

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;

  @BeforeEach
  void write() {
    AtomicReference<Instant> now = new AtomicReference<>();
    try (AccessLog access = new AccessLog(mongo.database(), now::get, Duration.ofMinutes(1))) {
      for (int i = 0; i < 12; i++) {
        now.set(at(i));
        AccountId account = i % 4 == 0 ? null : AccountId.parse("ipilot.customer." + i % 4);
        access.record(new Read("key_" + i % 2, "auditor", "GET /", account, Map.of(), Map.of()));
      }
    }
    log = EventLog.toRead(mongo.database(), AccessLog.COLLECTION);
  }

  private static Instant at(int minute) {
    return START.plusSeconds(60L * minute);
  }

  private AccessPage find(int mostRead, AccessQuery query) {
    JsonMapper.Builder json = JsonMapper.builder();
    LedgerJson.configure(json);
    return new AccessScan(log, json.build(), mostRead).page(query);
  }

  private List<Long> positions(AccessQuery query) {
    AccessPage page = find(AccessScan.MOST_READ, query);
    assertThat(page.hasMore()).isFalse();
    assertThat(page.next()).isNull();
    return page.data().stream().map(AccessRecord::position).toList();
  }

  private static AccessQuery query(
      @Nullable String principal,
      @Nullable AccountId account,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Long after) {
    return new AccessQuery(principal, account, from, to, 100, after);
  }

  @Test
  void recordsAreFoundByReaderAndByAccount() {
    assertThat(positions(query(null, null, null, null, null))).hasSize(12);
    assertThat(positions(query("key_1", null, null, null, null)))
        .containsExactly(1L, 3L, 5L, 7L, 9L, 11L);
    assertThat(positions(query(null, ONE, null, null, null))).containsExactly(1L, 5L, 9L);
    assertThat(positions(query("key_1", ONE, null, null, null))).containsExactly(1L, 5L, 9L);
    assertThat(positions(query("key_0", ONE, null, null, null))).isEmpty();
    assertThat(positions(query("key_2", null, null, null, null))).isEmpty();
    assertThat(positions(query(null, AccountId.parse("ipilot.customer.9"), null, null, null)))
        .isEmpty();
  }

  @Test
  void aTimeIsFromTheFirstInstantUpToTheSecond() {
    assertThat(positions(query(null, null, at(3), at(6), null))).containsExactly(3L, 4L, 5L);
    assertThat(positions(query(null, ONE, at(2), at(9), null))).containsExactly(5L);
    assertThat(positions(query(null, null, at(10), null, null))).containsExactly(10L, 11L);
    assertThat(positions(query(null, null, at(12), null, null))).isEmpty();
    assertThat(positions(query(null, null, null, at(0), null))).isEmpty();
    assertThat(positions(query(null, null, Instant.EPOCH, at(1), null))).containsExactly(0L);
    assertThat(positions(query(null, null, at(3), null, 9L))).containsExactly(10L, 11L);
  }

  @Test
  void aCursorMayBeAnyNumber() {
    assertThat(positions(query(null, null, null, null, -7L))).hasSize(12);
    assertThat(positions(query(null, ONE, null, null, 4L))).containsExactly(5L, 9L);
    assertThat(positions(query(null, null, null, null, 11L))).isEmpty();
    assertThat(positions(query(null, null, null, null, Long.MAX_VALUE))).isEmpty();
    assertThat(positions(query(null, ONE, null, null, Long.MAX_VALUE))).isEmpty();
  }

  @Test
  void pagesTogetherHaveEveryRecordOnce() {
    for (int limit = 1; limit < 5; limit++) {
      for (int mostRead = 1; mostRead < 5; mostRead++) {
        assertThat(everyPage(null, null, limit, mostRead)).hasSize(12).doesNotHaveDuplicates();
        assertThat(everyPage("key_0", null, limit, mostRead))
            .containsExactly(0L, 2L, 4L, 6L, 8L, 10L);
        assertThat(everyPage(null, ONE, limit, mostRead)).containsExactly(1L, 5L, 9L);
      }
    }
  }

  private List<Long> everyPage(
      @Nullable String principal, @Nullable AccountId account, int limit, int mostRead) {
    List<Long> positions = new ArrayList<>();
    Long next = null;
    do {
      AccessPage page =
          find(mostRead, new AccessQuery(principal, account, null, null, limit, next));
      assertThat(page.data()).hasSizeLessThanOrEqualTo(Math.min(limit, mostRead));
      assertThat(page.hasMore()).isEqualTo(page.next() != null);
      page.data().forEach(record -> positions.add(record.position()));
      next = page.next();
    } while (next != null);
    return positions;
  }
}
