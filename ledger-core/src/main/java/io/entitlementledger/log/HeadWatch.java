package io.entitlementledger.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how far the log goes and wakes open streams when it grows: at once by this process's
 * appender, and by one look a poll interval, for all streams together, at what other processes
 * wrote.
 */
final class HeadWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(HeadWatch.class);

  private final EventLog log;
  private final Duration interval;
  private final AtomicLong next = new AtomicLong();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  HeadWatch(EventLog log, Duration interval) {
    this.log = log;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("log-watch").start(this::run);
  }

  /** The position the next event will have, as far as known. */
  long next() {
    return next.get();
  }

  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }

  /** The log goes at least up to here. */
  void reached(long position) {
    if (next.getAndAccumulate(position, Math::max) < position) {
      wakeAll();
    }
  }

  private void wakeAll() {
    for (Runnable watcher : watchers) {
      try {
        watcher.run();
      } catch (RuntimeException | Error e) {
        // The others' waking depends on it, and so does the thread: the appender's, or the watch's.
        LOGGER.error("A watcher of the log failed; the others are still woken", e);
      }
    }
  }

  private void run() {
    boolean failing = false;
    long due = System.nanoTime();
    while (!closed) {
      // From the start of one look to that of the next, so that how long it takes adds nothing.
      due = Math.max(due + interval.toNanos(), System.nanoTime());
      try {
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        if (!watchers.isEmpty()) {
          reached(log.nextPosition());
          failing = false;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!failing && !closed) { // once an outage, not ten times a second
          LOGGER.warn("The log's end cannot be read: {}", e.toString());
          failing = true;
        }
      } catch (Error e) {
        // Without this thread nothing of another process would be seen again, and nobody told.
        if (!failing) {
          LOGGER.error("The log's end cannot be looked for; that is tried again", e);
          failing = true;
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    wakeAll();
  }
}
