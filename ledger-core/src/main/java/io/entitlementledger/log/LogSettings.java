package io.entitlementledger.log;

import java.time.Duration;

/**
 * The bounds of a log's writing and reading.
 *
 * @param waitingCommits commits that may wait for the appender; past it a caller gets {@link
 *     LogBusyException}
 * @param waitingBytes bytes of body and raw delivery that may wait; past it the same
 * @param groupCommits the most commits in one write
 * @param groupBytes bytes after which a write takes no further commit
 * @param commitEvents the most events in one commit, else {@link CommitTooLargeException}
 * @param commitBytes the most bytes of body and raw delivery in one commit, else the same
 * @param patience how long a commit may wait before it is sent, else {@link LogBusyException}; and
 *     how long then for its outcome, else {@link CommitUndecidedException}
 * @param cachedStreams streams whose last hash and sequence the appender keeps in memory
 * @param pollInterval how often commits of other processes are looked for
 */
public record LogSettings(
    int waitingCommits,
    long waitingBytes,
    int groupCommits,
    long groupBytes,
    int commitEvents,
    long commitBytes,
    Duration patience,
    int cachedStreams,
    Duration pollInterval) {

  /** The most events in one commit, by default. */
  public static final int COMMIT_EVENTS = 4096;

  private static final long MIB = 1024 * 1024;

  /** Rejects bounds that would let nothing through. */
  public LogSettings {
    if (waitingCommits < 1 || groupCommits < 1 || commitEvents < 1 || cachedStreams < 1) {
      throw new IllegalArgumentException("every count must be at least 1");
    }
    if (waitingBytes < commitBytes || groupBytes < 1 || commitBytes < 1) {
      throw new IllegalArgumentException("waitingBytes must have room for one commit");
    }
    if (patience.isNegative() || pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException("times must be positive");
    }
  }

  /** The bounds the design names, and room for a burst that a healthy store clears in a second. */
  public static LogSettings defaults() {
    return new LogSettings(
        4096,
        64 * MIB,
        256,
        8 * MIB,
        COMMIT_EVENTS,
        12 * MIB,
        Duration.ofSeconds(10),
        100_000,
        Duration.ofMillis(100));
  }

  /** The same bounds with another patience. */
  public LogSettings withPatience(Duration other) {
    return new LogSettings(
        waitingCommits,
        waitingBytes,
        groupCommits,
        groupBytes,
        commitEvents,
        commitBytes,
        other,
        cachedStreams,
        pollInterval);
  }
}
