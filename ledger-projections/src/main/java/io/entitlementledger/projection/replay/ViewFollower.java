package io.entitlementledger.projection.replay;

import com.mongodb.MongoException;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.Recorded;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one view follow the log, on a thread of its own. While this process has the claim on the
 * view, it takes in what came since its last turn, and then writes the token that says so; without
 * the claim it waits until the process that has it stops. Whatever fails is tried again.
 *
 * <p>It is started once and stopped once.
 */
final class ViewFollower {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFollower.class);

  /** A view is followed by one process at a time, so one segment is all of it. */
  private static final int SEGMENT = 0;

  /** How long to wait for an event before the claim is prolonged: well within its time. */
  private static final Duration PROLONG = Duration.ofMillis(2500);

  /** How often to look whether another process has left the view. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(3);

  private final Projection view;
  private final StreamableMessageSource<TrackedEventMessage<?>> events;
  private final MongoTokenStore tokens;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable BlockingStream<?> open;
  private volatile ProjectionStatus.@Nullable Failure failure;
  private boolean failing;
  private Duration retry = FIRST_RETRY;

  ViewFollower(
      Projection view,
      StreamableMessageSource<TrackedEventMessage<?>> events,
      MongoTokenStore tokens,
      InstantSource clock) {
    this.view = view;
    this.events = events;
    this.tokens = tokens;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("view-" + view.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Has it stop after the turn it is in; {@link #awaitEnd} waits for that. */
  void stop() {
    stopped = true;
    BlockingStream<?> waitedFor = open;
    if (waitedFor != null) {
      waitedFor.close();
    }
    LockSupport.unpark(thread);
  }

  /**
   * Waits until it has stopped and left the view to others. What takes longer than that is
   * interrupted, so that a store that does not answer does not hold up whoever waits.
   *
   * @return whether it has ended
   */
  boolean awaitEnd(Duration patience) {
    try {
      if (!thread.join(patience)) {
        thread.interrupt();
        return thread.join(patience);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it works on the view, has it or waits for it. */
  boolean isRunning() {
    return thread.isAlive() && !stopped;
  }

  /** What it could not take in last; it may be past that by another process's doing. */
  ProjectionStatus.@Nullable Failure failure() {
    return failure;
  }

  private void run() {
    while (!stopped) {
      try {
        claim();
        follow();
      } catch (UnableToClaimTokenException others) {
        LOG.debug("The view '{}' is another's", view.name(), others);
        release(); // what it has of it, or neither would ever have all
        pause(LOOK_AGAIN);
      } catch (RuntimeException | Error e) {
        // Without this thread the view would stand for ever, and nobody would be told.
        if (stopped) {
          break; // that is why it failed
        }
        if (!failing) { // once an outage, and in one line if it is the store's
          LOG.atWarn()
              .setCause(e instanceof MongoException ? null : e)
              .log("The view '{}' stands, and goes on when it can: {}", view.name(), e.toString());
        }
        failing = true;
        release(); // another process may be able to
        pause(retry);
        retry = Turns.shorter(retry.multipliedBy(2), LAST_RETRY);
      }
    }
    Thread.interrupted(); // awaitEnd may have done that, and then the store cannot be asked
    release();
  }

  /** Takes the view; one that was begun in more segments, by an earlier version, is joined. */
  private void claim() {
    int[] segments = tokens.fetchSegments(view.name());
    if (segments.length == 0) {
      tokens.initializeTokenSegments(view.name(), 1, events.createTailToken());
    }
    for (int segment : segments) {
      tokens.fetchToken(view.name(), segment);
    }
    for (int i = segments.length - 1; i > 0; i--) { // a half has a lower number than its other
      tokens.deleteToken(view.name(), segments[i]);
    }
  }

  private void follow() {
    try (BlockingStream<TrackedEventMessage<?>> stream =
        events.openStream(tokens.fetchToken(view.name(), SEGMENT))) {
      open = stream;
      while (!stopped) {
        int taken = 0;
        if (stream.hasNextAvailable((int) PROLONG.toMillis(), TimeUnit.MILLISECONDS)) {
          taken = turn(stream);
        } else {
          tokens.extendClaim(view.name(), SEGMENT);
        }
        failing = false;
        retry = FIRST_RETRY;
        pause(Turns.pauseAfter(taken));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only awaitEnd does that, and the loop ends
    } finally {
      open = null;
    }
  }

  private int turn(BlockingStream<TrackedEventMessage<?>> stream) throws InterruptedException {
    List<TrackedEventMessage<?>> batch = new ArrayList<>();
    while (batch.size() < Turns.MOST_EVENTS && stream.hasNextAvailable()) {
      batch.add(stream.nextAvailable());
    }
    if (!batch.isEmpty()) {
      takeIn(batch);
      // After the view, so that it is never ahead of it. It prolongs the claim, too.
      tokens.storeToken(batch.getLast().trackingToken(), view.name(), SEGMENT);
    }
    return batch.size();
  }

  private void takeIn(List<TrackedEventMessage<?>> batch) {
    try {
      view.apply(batch.stream().map(Fact::of).toList());
      failure = null;
    } catch (RuntimeException | Error e) {
      if (!stopped) { // else it may have been interrupted, which is no fault of the batch
        fails(Recorded.of(batch.getLast()).position(), e);
      }
      throw e;
    }
  }

  private void fails(long position, Throwable e) {
    if (failure == null) { // once, and not at every try, each of which may hold more
      LOG.error(
          "The view '{}' cannot take in a batch that ends at position {}; it stands until it can",
          view.name(),
          position,
          e);
      failing = true; // so that this is not told again
    }
    failure = new ProjectionStatus.Failure(position, clock.instant(), e.toString());
  }

  /** Leaves all of the view to others: a claim may have ended between two of its segments. */
  private void release() {
    try {
      for (int segment : tokens.fetchSegments(view.name())) {
        tokens.releaseClaim(view.name(), segment);
      }
    } catch (RuntimeException | Error e) { // the thread has to go on, as above
      if (!failing) {
        LOG.warn(
            "The view '{}' stays ours until the claim runs out: {}", view.name(), e.toString());
      }
    }
  }

  private void pause(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    // To be parked can end early.
    for (long left = pause.toNanos(); left > 0 && !stopped; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
