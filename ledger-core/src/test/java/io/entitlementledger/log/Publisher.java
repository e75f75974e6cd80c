package io.entitlementledger.log;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes to many streams in turn, as a process of its own, and never far ahead of the handlers.
 */
final class Publisher implements AutoCloseable {
  private static final int STREAMS = 24;
  private static final int LEAD = 200;

  private final OpenLog log;
  private final Handlings handled;
  private final Thread thread = Thread.ofPlatform().unstarted(this::run);
  private volatile long published;
  private volatile boolean stopped;

  Publisher(MongoDatabase database, Handlings handled) {
    this.log = new OpenLog(database, OpenLog.NEVER);
    this.handled = handled;
  }

  void start() {
    thread.start();
  }

  private void run() {
    for (long next = 0; !stopped; next++) {
      log.publish(Events.message("stream-" + next % STREAMS, next / STREAMS));
      published = next + 1;
      while (!stopped && published - handled.events() > LEAD) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }

  /** Until so many more events have been published. */
  void awaitMore(int events) {
    long enough = published + events;
    await().atMost(Duration.ofSeconds(30)).until(() -> published >= enough);
  }

  /**
   * Ends it.
   *
   * @return how many events were published
   */
  long stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return published;
  }

  @Override
  public void close() {
    stop();
    log.close();
  }
}
