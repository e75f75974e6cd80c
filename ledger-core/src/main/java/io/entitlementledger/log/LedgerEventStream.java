package io.entitlementledger.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/**
 * The events after a token, and those to come. It holds one batch at most.
 *
 * <p>What is read and handed out is guarded, so that each event is handed out once, and in order,
 * whoever asks: a view's thread is the only one to ask its stream, but the coordinator of Axon's
 * pooled processors, which tests and a benchmark run on it, asks whether there is more after it has
 * let another of its threads go on (4.13, {@code Coordinator.CoordinationTask}).
 */
final class LedgerEventStream implements TrackingEventStream {
  private static final int BATCH_COMMITS = 128;

  private final LedgerStorageEngine engine;
  private final HeadWatch watch;
  private final Tail tail;
  private final LogReader reader;
  private final long from;
  private final Consumer<LedgerEventStream> onClose;
  private final Runnable woken = this::wake;
  private final Deque<TrackedEventMessage<?>> buffer = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();

  /** What was read and has not become messages yet. */
  private List<Commit> batch = List.of();

  /** Everything before it has become messages. */
  private volatile long readTo;

  private volatile @Nullable Runnable callback;
  private volatile boolean closed;

  LedgerEventStream(
      LedgerStorageEngine engine,
      HeadWatch watch,
      Tail tail,
      long handled,
      Consumer<LedgerEventStream> onClose) {
    this.onClose = onClose;
    this.engine = engine;
    this.watch = watch;
    this.tail = tail;
    this.from = handled + 1;
    this.readTo = from;
    this.reader = new LogReader(engine.log(), from, true);
    watch.watch(woken);
  }

  private void wake() {
    wakeReader();
    Runnable notify = callback;
    if (notify != null) {
      notify.run();
    }
  }

  private void wakeReader() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean setOnAvailableCallback(Runnable onAvailable) {
    callback = onAvailable;
    return true;
  }

  @Override
  public synchronized Optional<TrackedEventMessage<?>> peek() {
    return fill() ? Optional.of(buffer.getFirst()) : Optional.empty();
  }

  @Override
  public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    while (!fill()) {
      lock.lockInterruptibly();
      try {
        if (nanos <= 0 || closed) {
          return false;
        }
        if (watch.next() <= readTo) {
          nanos = grown.awaitNanos(nanos);
        }
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  @Override
  public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
    while (true) {
      TrackedEventMessage<?> next = take();
      if (next != null) {
        return next;
      }
      if (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS) && closed) {
        throw new IllegalStateException("The stream is closed");
      }
    }
  }

  private synchronized @Nullable TrackedEventMessage<?> take() {
    return fill() ? buffer.removeFirst() : null;
  }

  /** Makes sure that an event is at hand, if the log has one. */
  private synchronized boolean fill() {
    // What upcasters leave nothing of is read over.
    while (buffer.isEmpty() && !closed && watch.next() > readTo) {
      Tail.Part next = next();
      if (next == null) {
        return false;
      }
      buffer.addAll(next.messages());
      readTo = next.end().nextPosition();
      watch.reached(readTo);
    }
    return !buffer.isEmpty();
  }

  private Tail.@Nullable Part next() {
    // What was read and could not become messages is tried again, and never left to another.
    Tail.Part next = batch.isEmpty() ? tail.from(readTo, this::read) : read();
    if (next != null) {
      reader.goOnAfter(next.end());
    }
    return next;
  }

  private Tail.@Nullable Part read() {
    if (batch.isEmpty()) {
      batch = reader.next(BATCH_COMMITS);
      if (batch.isEmpty()) {
        return null;
      }
    }
    // All of the batch or, if one event cannot be read, none of it: it is then tried again.
    Tail.Part read =
        new Tail.Part(
            readTo,
            batch.getLast().head(),
            batch.stream().mapToLong(commit -> commit.bodyBytes().length).sum(),
            messages(batch));
    batch = List.of();
    return read;
  }

  private List<TrackedEventMessage<?>> messages(List<Commit> commits) {
    List<TrackedEventData<?>> events = new ArrayList<>();
    Map<Long, Recorded> recorded = new HashMap<>();
    for (Commit commit : commits) {
      String leaf = Hashes.hex(commit.leafBytes());
      String raw = commit.rawSha256();
      for (long position = commit.position(); position < commit.nextPosition(); position++) {
        recorded.put(position, new Recorded(position, commit.recordedAt(), leaf, raw));
      }
      events.addAll(engine.tracked(commit, from));
    }
    List<TrackedEventMessage<?>> messages = new ArrayList<>(events.size());
    engine
        .messages(events.stream())
        .forEach(
            message -> {
              Recorded record =
                  recorded.get(LedgerStorageEngine.positionOf(message.trackingToken()));
              // Axon's message of no stream forgets its token when its meta data change.
              messages.add(
                  record == null
                      ? message
                      : EventUtils.asTrackedEventMessage(
                          message.andMetaData(record.asMetaData()), message.trackingToken()));
            });
    return messages;
  }

  @Override
  public void close() {
    closed = true;
    watch.unwatch(woken);
    onClose.accept(this);
    wakeReader(); // and not the callback: nothing is available, and who set it may be gone
  }
}
