package io.entitlementledger.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The events last read, for the streams that follow the log together: the first that comes to an
 * event reads it for all of them. A stream far behind reads for itself.
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
  }

  /** The events from a position on, if somebody has read them from there. */
  synchronized @Nullable Part from(long position) {
    for (Part part : parts) {
      if (part.from() == position) {
        return part;
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
