package io.entitlementledger.log;

import com.mongodb.MongoInterruptedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The events last read, for the streams that follow the log together, also while all of them are
 * behind: whoever comes first to where it ends reads on, and the others wait for that. A stream
 * that has fallen behind what is kept reads for itself, and keeps nobody waiting.
 */
final class Tail {
  /**
   * How many bytes of bodies are kept, or the newest part if it has more; the messages made of them
   * take several times as much.
   */
  static final long MOST_BYTES = 1 << 20;

  /** How long a stream waits for another's reading before it reads for itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Deque<Part> parts = new ArrayDeque<>();
  private final ReentrantLock reading = new ReentrantLock();
  private long bytes;

  /**
   * Events in order, none left out.
   *
   * @param from the position they begin at
   * @param end where the log goes on after them
   * @param bytes of the bodies that were read for them
   */
  record Part(long from, Head end, long bytes, List<TrackedEventMessage<?>> messages) {
    Part {
      messages = List.copyOf(messages);
    }

    private boolean holds(long position) {
      return from <= position && position < end.nextPosition();
    }

    private Part since(long position) {
      return position == from
          ? this
          : new Part(
              position,
              end,
              bytes,
              messages.stream()
                  .filter(it -> LedgerStorageEngine.positionOf(it.trackingToken()) >= position)
                  .toList());
    }
  }

  /**
   * The events from a position on: what somebody has read, or else what the caller reads, which is
   * kept for the others.
   *
   * @param read reads from there; null at the end of the log
   * @throws MongoInterruptedException if the caller is interrupted while another reads
   */
  @Nullable Part from(long position, Supplier<@Nullable Part> read) {
    boolean leads = false;
    try {
      Part known = find(position);
      if (known == null && isAtEnd(position)) {
        leads = reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        known = find(position);
      }
      return known == null ? keep(read.get()) : known;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MongoInterruptedException("Interrupted while the log was read", e);
    } finally {
      if (leads) {
        reading.unlock();
      }
    }
  }

  private synchronized @Nullable Part find(long position) {
    for (Iterator<Part> newest = parts.descendingIterator(); newest.hasNext(); ) {
      Part part = newest.next();
      if (part.holds(position)) {
        return part.since(position);
      }
    }
    return null;
  }

  private synchronized boolean isAtEnd(long position) {
    return parts.isEmpty() || position >= parts.getLast().end().nextPosition();
  }

  /** Keeps what was read, unless it lies before what is known. */
  private synchronized @Nullable Part keep(@Nullable Part part) {
    if (part != null && isAtEnd(part.from())) {
      parts.addLast(part);
      bytes += part.bytes();
      while (bytes > MOST_BYTES && parts.size() > 1) {
        bytes -= parts.removeFirst().bytes();
      }
    }
    return part;
  }
}
