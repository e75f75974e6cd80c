package io.entitlementledger.log;

import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a process's commits to a log: one thread takes all that wait and writes them as one group.
 * A caller returns when its commit is durable on a majority, or with an exception when it is not
 * and never will be; and after twice {@link LogSettings#patience()} in any case, with a {@link
 * CommitUndecidedException} if the store has not said what became of it. That is then still found
 * out here.
 *
 * <p>Other processes may append to the same log. A group that loses the race for its place takes
 * the new tail and tries again, unseen by the callers.
 */
public final class Appender implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Appender.class);
  private static final int MOST_TRIES = 20;

  private final EventLog log;
  private final LogSettings settings;
  private final BlockingQueue<Pending> waiting;
  private final Semaphore work = new Semaphore(0);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final GroupWriter writer;
  private final Thread thread;
  private volatile boolean closed;

  /** When the present group was taken, by {@link System#nanoTime()}; 0 between groups. */
  private volatile long underWaySince;

  /** Starts the thread that writes to a log. One appender a log and process is enough. */
  public Appender(EventLog log, LogSettings settings) {
    this.log = log;
    this.settings = settings;
    this.waiting = new ArrayBlockingQueue<>(settings.waitingCommits());
    this.writer = new GroupWriter(log, settings.cachedStreams(), () -> closed);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("appender-" + log.collection().getNamespace().getCollectionName())
            .unstarted(this::run);
    thread.start();
  }

  /** The bounds in force. */
  public LogSettings settings() {
    return settings;
  }

  /** The log that is written to. */
  public EventLog log() {
    return log;
  }

  /** Calls back, on the appender's thread and after every group, with the log's next position. */
  void onAppended(LongConsumer listener) {
    listeners.add(listener);
  }

  void removeListener(LongConsumer listener) {
    listeners.remove(listener);
  }

  /**
   * Whether a write has been under way for longer than {@link LogSettings#patience()}: the store
   * refuses it, does not answer, or cannot be read. It ends by itself when the store is well.
   */
  public boolean isStalled() {
    long since = underWaySince;
    return since != 0 && System.nanoTime() - since > settings.patience().toNanos();
  }

  /**
   * Writes one commit and waits until it is durable.
   *
   * @return the position of its last event
   * @throws StreamConflictException if it does not continue its streams where the log has them
   * @throws LogBusyException if too much is waiting, or it was not sent in time; nothing was
   *     written
   * @throws CommitUndecidedException if it was sent and may or may not be stored yet
   * @throws LogBrokenException if the log was found broken; nothing was written
   */
  long append(Draft draft) {
    long patience = settings.patience().toNanos();
    long deadline = System.nanoTime() + patience;
    writer.prepare(draft, deadline);
    Pending pending = new Pending(draft);
    enqueue(pending);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return pending.result().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (pending.withdraw()) {
            throw new LogBusyException("Nothing was sent within " + settings.patience());
          }
          if (pending.isDecided()) {
            pending.tell(); // and not wait for the thread that is about to
            continue;
          }
          long sent = pending.firstSent();
          if (sent != 0 && System.nanoTime() - sent < patience) {
            deadline = sent + patience;
          } else if (sent != 0 && pending.leave()) {
            throw new CommitUndecidedException(
                "The store has not said within %s what became of the commit; it may be stored or not"
                    .formatted(settings.patience()));
          }
        } catch (InterruptedException e) {
          interrupted = true;
          if (pending.withdraw()) {
            throw new LogBusyException("Interrupted before the write began");
          }
        } catch (ExecutionException e) {
          throw failure(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Writes one event at the end of a stream, wherever that is by now, and waits until it is
   * durable. It is for streams that have no author of their own: one that is meant to follow what
   * its author has seen goes through an event store.
   *
   * @param event makes the event for the sequence it gets; asked again when another was faster
   * @return the event's position
   * @throws LogBusyException if too much is waiting, others were faster each time, or it was not
   *     sent in time; nothing was written
   * @throws CommitUndecidedException if it was sent and may or may not be stored yet
   * @throws LogBrokenException if the log was found broken; nothing was written
   * @throws MongoException if the stream cannot be read; nothing was written
   */
  public long appendNext(String stream, LongFunction<LoggedEvent> event) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long due = log.within(settings.patience()).state(stream).next();
      LoggedEvent next = event.apply(due == StreamState.ANY ? 0 : due);
      try {
        return append(Draft.of(List.of(next), null, settings));
      } catch (StreamConflictException faster) {
        LOGGER.debug("Another event was first at the end of {}", stream, faster);
      }
    }
    throw new LogBusyException("Others were first at the end of " + stream + " each time");
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      // Thrown anew, so that the caller's own stack is in it.
      case StreamConflictException e -> new StreamConflictException(e);
      case RuntimeException e -> e;
      case null, default -> new EventStoreException("The commit could not be written", cause);
    };
  }

  private void enqueue(Pending pending) {
    if (closed) {
      throw new LogBusyException("The log is closing");
    }
    long bytes = pending.draft().bytes();
    if (waitingBytes.addAndGet(bytes) > settings.waitingBytes() || !waiting.offer(pending)) {
      waitingBytes.addAndGet(-bytes);
      throw new LogBusyException(waiting.size() + " commits are waiting to be written");
    }
    work.release();
    if (closed && pending.withdraw()) { // closed meanwhile: nobody may be left to take it
      throw new LogBusyException("The log is closing");
    }
  }

  private void run() {
    List<Pending> group = new ArrayList<>();
    while (!closed || !waiting.isEmpty()) {
      try {
        group.clear();
        gather(group);
        if (!group.isEmpty()) {
          underWaySince = System.nanoTime() | 1; // never 0
          tellAll(writer.write(group));
        }
      } catch (InterruptedException onlyToCloseSooner) {
        // What waits is still written.
      } catch (RuntimeException | Error e) {
        // Whatever it is, the callers must hear of it and the thread go on for those to come.
        group.forEach(pending -> pending.fail(pending.isUndecided() ? undecided(e) : e));
        LOGGER.error(
            "A group of {} commits was given up: {}",
            group.size(),
            e instanceof MongoException refusal ? Outage.describe(refusal) : e.toString());
      } finally {
        underWaySince = 0;
      }
    }
  }

  private static Throwable undecided(Throwable cause) {
    return cause instanceof LogBrokenException || cause instanceof CommitUndecidedException
        ? cause
        : new CommitUndecidedException("Given up after it was sent; it may be stored", cause);
  }

  private void tellAll(long next) {
    for (LongConsumer listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException | Error e) {
        // The other listeners depend on it, and the thread that everyone's writing depends on.
        LOGGER.error("A listener to the log failed; the others are still told", e);
      }
    }
  }

  private void gather(List<Pending> group) throws InterruptedException {
    if (waiting.isEmpty()) {
      work.acquire();
      work.drainPermits();
    }
    long bytes = 0;
    while (group.size() < settings.groupCommits() && bytes < settings.groupBytes()) {
      Pending next = waiting.poll();
      if (next == null) {
        return;
      }
      waitingBytes.addAndGet(-next.draft().bytes());
      if (next.take()) {
        group.add(next);
        bytes += next.draft().bytes();
      }
    }
  }

  /** Writes what waits, then ends. A write whose outcome stays unknown is given up. */
  @Override
  public void close() {
    closed = true;
    work.release();
    try {
      if (!thread.join(settings.patience())) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
