package io.entitlementledger.log;

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
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a process's commits to a log: one thread takes all that wait and writes them as one group.
 * A caller returns when its commit is durable on a majority, or with an exception when it is not
 * and never will be.
 *
 * <p>Other processes may append to the same log. A group that loses the race for its place takes
 * the new tail and tries again, unseen by the callers.
 */
public final class Appender implements AutoCloseable {
  private final EventLog log;
  private final LogSettings settings;
  private final BlockingQueue<Pending> waiting;
  private final Semaphore work = new Semaphore(0);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final GroupWriter writer;
  private final Thread thread;
  private volatile boolean closed;

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
   * Writes one commit and waits until it is durable.
   *
   * @return the position of its last event
   * @throws StreamConflictException if it does not continue its streams where the log has them
   * @throws LogBusyException if too much is waiting; nothing was written
   * @throws LogBrokenException if the log was found broken; nothing was written
   */
  long append(Draft draft) {
    writer.prepare(draft);
    Pending pending = new Pending(draft);
    enqueue(pending);
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + settings.patience().toNanos();
      while (true) {
        try {
          long patience = pending.isTaken() ? Long.MAX_VALUE : deadline - System.nanoTime();
          return pending.result().get(patience, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (pending.withdraw()) {
            throw new LogBusyException("No write began within " + settings.patience());
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
          long next = writer.write(group);
          listeners.forEach(listener -> listener.accept(next));
        }
      } catch (InterruptedException onlyToCloseSooner) {
        // What waits is still written.
      } catch (RuntimeException | Error e) {
        group.forEach(pending -> pending.fail(e));
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
