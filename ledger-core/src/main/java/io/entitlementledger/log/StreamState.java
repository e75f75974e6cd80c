package io.entitlementledger.log;

import java.util.List;

/**
 * Where a stream stands: its next sequence and its running hash.
 *
 * @param next the sequence its next event must have; {@link #ANY} before its first
 * @param hash the running hash over its commits, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StreamState(long next, byte[] hash) {
  /** A stream begins at 0 with Axon's aggregates, but it may begin anywhere. */
  static final long ANY = -1;

  /** A stream without an event. */
  static final StreamState NEW = new StreamState(ANY, Hashes.zero());

  boolean isContinuedBy(StreamSpan span) {
    return next == ANY || next == span.first();
  }

  StreamState after(StreamSpan span, byte[] leaf) {
    return new StreamState(span.next(), Hashes.stream(hash, leaf));
  }

  /** Which of a commit's events is the first of a stream. */
  static int indexOfFirst(List<LoggedEvent> events, String stream) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).stream().equals(stream)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no event of " + stream);
  }
}
