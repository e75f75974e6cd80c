package io.entitlementledger.projection.replay;

import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.Head;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether a view has taken in what an answer needs, and the wait until it has. A view of one
 * account is current when it has reached the last commit of the account's stream; what spans
 * accounts is as current as the slowest segment of its view.
 */
public final class Currency {
  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final EventLog log;
  private final MongoTokenStore tokens;
  private final InstantSource clock;

  public Currency(EventLog log, MongoTokenStore tokens, InstantSource clock) {
    this.log = log;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * What {@code as_of} and {@code known_at} are where they are not given: now, or the newest
   * commit's time where another process's clock is ahead, so that one's own write is never left
   * out.
   */
  public Instant present() {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Instant recorded = log.head().highWater();
    return recorded.isAfter(now) ? recorded : now;
  }

  /**
   * Waits until the log has the position asked for.
   *
   * @return the head of the log then. Whatever is recorded by a time before its high water is in
   *     the log already, and found by every look-up after this one.
   * @throws ViewBehindException if the log does not get there in time
   */
  public Head awaitLog(Freshness freshness) {
    return poll(
        "log", freshness.minPosition(), freshness, log::head, head -> head.nextPosition() - 1);
  }

  /** The position of the last event of an account; empty if the log has none of it. */
  public OptionalLong lastPosition(AccountId account) {
    return log.lastPosition(account.toString());
  }

  /**
   * Waits until what a view holds of one account has reached a position.
   *
   * @param read reads it; null where the view holds nothing yet
   * @param position the position it has reached
   * @throws ViewBehindException if it does not get there in time
   */
  public <T> T await(
      String projection,
      long needed,
      Freshness freshness,
      Supplier<@Nullable T> read,
      ToLongFunction<T> position) {
    return poll(projection, needed, freshness, read, position);
  }

  /**
   * Waits until every segment of a view has reached a position.
   *
   * @throws ViewBehindException if one does not get there in time
   */
  public void awaitAll(String projection, long needed, Freshness freshness) {
    poll(
        projection,
        needed,
        freshness,
        () -> tokens.lowestPosition(projection).orElse(-1),
        position -> position);
  }

  /**
   * An answer of several reads, which is whole only if the view was not cleared meanwhile. A
   * clearing is counted just before anything goes, and the view's tokens are set back before that.
   * So the count is read first and the tokens next: where they are at a position, the clearings
   * counted by then are over and refilled, and any other shows in the count after the last read.
   * What the view itself holds says nothing of the kind: it may be about to go.
   *
   * @param needed every segment of the view has reached it before the first read
   * @throws ViewBehindException if one does not get there in time, or the view was cleared
   */
  public <T> T undisturbed(
      ViewStore store, String projection, long needed, Freshness freshness, Supplier<T> answer) {
    long before = store.clearings(projection);
    awaitAll(projection, needed, freshness);
    T given = answer.get();
    if (store.clearings(projection) != before) {
      throw new ViewBehindException(
          projection, "The view '" + projection + "' is being rebuilt; try again later.");
    }
    return given;
  }

  private static <T> T poll(
      String what,
      long needed,
      Freshness freshness,
      Supplier<@Nullable T> read,
      ToLongFunction<T> position) {
    long start = System.nanoTime();
    long pause = SHORTEST_NANOS;
    while (true) {
      T found = read.get();
      if (found != null && position.applyAsLong(found) >= needed) {
        return found;
      }
      if (System.nanoTime() - start >= freshness.patience().toNanos()
          || Thread.currentThread().isInterrupted()) {
        throw new ViewBehindException(
            what,
            "The %s has not reached position %d within %d ms; it is at %s. Try again later."
                .formatted(
                    what,
                    needed,
                    freshness.patience().toMillis(),
                    found == null ? "its beginning" : position.applyAsLong(found)));
      }
      LockSupport.parkNanos(pause); // another process may be the one that moves the view
      pause = Math.min(pause * 2, LONGEST_NANOS);
    }
  }
}
