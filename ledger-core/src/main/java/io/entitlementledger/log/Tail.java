package io.entitlementledger.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The events last read, for the streams that follow the log together, also while all of them are
 * behind: the first that comes to an event reads it for all. A stream far behind the others reads
 * for itself.
 */
final class Tail {
  /** How many bytes of bodies are kept; the messages made of them take several times as much. */
  static final long MOST_BYTES = 1 << 20;

  private final Deque<Part> parts = new ArrayDeque<>();
  private long bytes;

  /**
   * Events in order, none left out.
   *
   * @param from the position they begin at
   * @param end where the log goes on after them
   * @param bytes of their commits' bodies
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

  /** The events from a position on, if somebody has read them from there. */
  synchronized @Nullable Part from(long position) {
    for (Part part : parts) {
      if (part.holds(position)) {
        return part.since(position);
      }
    }
    return null;
  }

  /** Keeps what was read, unless it lies before what is known. */
  synchronized void add(Part part) {
    if (!parts.isEmpty() && part.from() < parts.getLast().end().nextPosition()) {
      return;
    }
    parts.addLast(part);
    bytes += part.bytes();
    while (bytes > MOST_BYTES) {
      bytes -= parts.removeFirst().bytes();
    }
  }
}
