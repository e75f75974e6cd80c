package io.entitlementledger.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.codec.LedgerJson;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.Ids;
import io.entitlementledger.log.LogSettings;
import io.entitlementledger.log.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps who read what. One record stands for all reads of one principal, route, path and account in
 * one minute; it is durable before {@link #record} returns, so before the first of them is
 * answered. Several processes may keep one log: each then has a record of what was asked of it.
 */
public final class AccessLog implements AutoCloseable {
  /** The collection that holds it. */
  public static final String COLLECTION = "access";

  private static final Duration PATIENCE = Duration.ofSeconds(5); // a person waits for the answer
  private static final long REMEMBERED = 50_000;
  private static final int LOCKS = 64;

  private final EventLog log;
  private final Appender appender;
  private final InstantSource clock;
  private final JsonMapper json;
  private final Ids ids = new Ids();

  /** What this process has recorded; what it forgets is recorded once more. */
  private final Cache<Key, Boolean> recorded =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(Duration.ofMinutes(1))
          .executor(Runnable::run)
          .build();

  /** One for each of many streams: who is next on a stream is not fought out in the log. */
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  /** What one record stands for. */
  private record Key(Read whole, Instant minute) {}

  /** Opens it, and makes its indexes if they are not there. */
  public AccessLog(MongoDatabase database, InstantSource clock) {
    this(database, clock, PATIENCE);
  }

  AccessLog(MongoDatabase database, InstantSource clock, Duration patience) {
    this.log = new EventLog(database, COLLECTION);
    this.appender = new Appender(log, LogSettings.defaults().withPatience(patience));
    this.clock = clock;
    JsonMapper.Builder mapper = JsonMapper.builder();
    LedgerJson.configure(mapper);
    this.json = mapper.build();
  }

  /**
   * Records a read, unless one of its kind is recorded in this minute already.
   *
   * @throws AccessLogUnavailableException if it is not certain that it is stored; what is read must
   *     not be answered then. It may be stored all the same
   */
  public void record(Read read) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Key key = new Key(read.whole(), now.truncatedTo(ChronoUnit.MINUTES));
    requireWritable();
    if (recorded.getIfPresent(key) != null) {
      return;
    }
    ReentrantLock lock = locks.get(Math.floorMod(read.stream().hashCode(), LOCKS));
    take(lock);
    try {
      requireWritable(); // it may have become clear while others waited
      if (recorded.getIfPresent(key) == null) {
        append(read, now);
        recorded.put(key, true);
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(ReentrantLock lock) {
    try {
      if (lock.tryLock(appender.settings().patience().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AccessLogUnavailableException("Others have waited too long for their records");
  }

  private void requireWritable() {
    if (!takesWrites()) {
      throw new AccessLogUnavailableException("The access log takes no records");
    }
  }

  private void append(Read read, Instant now) {
    try {
      appender.appendNext(
          read.stream(),
          sequence ->
              new LoggedEvent(
                  ids.generateIdentifier(),
                  Read.NAME,
                  Read.REVISION,
                  now,
                  read.stream(),
                  sequence,
                  json.valueToTree(read),
                  json.createObjectNode()));
    } catch (RuntimeException e) { // whatever it is, the read has left no trace
      throw new AccessLogUnavailableException(e);
    }
  }

  /** The records that are asked for, oldest first. */
  public AccessPage find(AccessQuery query) {
    return new AccessScan(log, json, AccessScan.MOST_READ).page(query);
  }

  /** Whether the log is whole, as far as it was read, and the store takes what is written to it. */
  public boolean takesWrites() {
    return log.fault().isEmpty() && !appender.isStalled();
  }

  /** Finishes what was begun and stops. */
  @Override
  public void close() {
    appender.close();
  }
}
