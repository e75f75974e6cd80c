package io.entitlementledger.log;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log forward from a position, in bounded batches, and checks that every commit follows
 * the one before it. Not for several threads at once.
 */
final class LogReader {
  /**
   * A batch ends after this many bytes of bodies and deliveries, so that large commits do not pile
   * up in memory.
   */
  static final long BATCH_BYTES = 8L * 1024 * 1024;

  private final EventLog log;
  private final long from;
  private final boolean withRaw;
  private @Nullable Head reached;

  /** The batch after the one last given out, while it is being read. */
  private @Nullable FutureTask<List<Commit>> ahead;

  LogReader(EventLog log, long from, boolean withRaw) {
    this.log = log;
    this.from = from;
    this.withRaw = withRaw;
  }

  /** Reads on from a place that is known already. */
  LogReader(EventLog log, Head after) {
    this(log, after.nextPosition(), false);
    this.reached = after;
  }

  /**
   * The next commits, the first of them the one that holds the position reading began from.
   *
   * @return at most {@code limit} commits; none at the end of the log
   * @throws LogBrokenException at the first hole or contradiction; the log then knows its fault
   */
  List<Commit> next(int limit) {
    FutureTask<List<Commit>> coming = ahead;
    if (coming != null) {
      List<Commit> commits = await(coming);
      if (!commits.isEmpty()) { // else the log may have grown since it was looked at
        return commits;
      }
    }
    return readTwice(limit);
  }

  /**
   * As {@link #next}; and if more is likely to be there, it is being read and checked while the
   * caller handles these. At most one batch more than the caller's is in memory.
   */
  List<Commit> nextAndAhead(int limit) {
    List<Commit> commits = next(limit);
    if (commits.size() >= limit) {
      FutureTask<List<Commit>> more = new FutureTask<>(() -> readTwice(limit));
      try {
        // Not a virtual thread: it computes for long, and others of those only wake callers.
        Thread.ofPlatform().daemon().name("log-read-ahead").start(more);
        ahead = more;
      } catch (OutOfMemoryError noThreadToSpare) {
        // Then it is read when it is asked for.
      }
    }
    return commits;
  }

  /**
   * Steps over what another has read and checked; the next commit is the one after it.
   *
   * @throws IllegalStateException while it reads ahead
   */
  void goOnAfter(Head end) {
    if (ahead != null) {
      throw new IllegalStateException("what is being read ahead would come again");
    }
    reached = end;
  }

  private List<Commit> await(FutureTask<List<Commit>> coming) {
    try {
      List<Commit> commits = coming.get();
      ahead = null;
      return commits;
    } catch (InterruptedException e) {
      // It is still being read, and waited for again by the next call.
      Thread.currentThread().interrupt();
      throw new MongoInterruptedException("Interrupted while the log was read", e);
    } catch (ExecutionException e) {
      ahead = null;
      return switch (e.getCause()) {
        case MongoException _ -> List.of(); // that was a while ago: the caller tries now
        case Error error -> throw error;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }

  private List<Commit> readTwice(int limit) {
    try {
      return read(limit);
    } catch (LogBrokenException first) {
      // Looked at twice before it is believed: a fault stops all writing of this process.
      try {
        return read(limit);
      } catch (LogBrokenException again) {
        throw log.broken(again);
      }
    }
  }

  private List<Commit> read(int limit) {
    Head end = reached;
    List<Commit> commits = new ArrayList<>();
    if (end == null) {
      Commit before =
          from <= 0 ? null : log.lastCommit(Filters.lt(CommitDocument.ID, from), withRaw);
      end = before == null ? Head.EMPTY : before.head();
      if (before != null && end.nextPosition() > from) {
        commits.add(before);
      }
    }
    long bytes = 0;
    try (var cursor = find(end, limit - commits.size()).cursor()) {
      while (bytes < BATCH_BYTES && cursor.hasNext()) {
        Commit commit = CommitDocument.read(cursor.next());
        commit.requireFollows(end);
        end = commit.head();
        if (end.nextPosition() > from) { // else it came while the place was looked for
          commits.add(commit);
        }
        byte[] raw = commit.rawBytes();
        bytes += commit.bodyBytes().length + (raw == null ? 0 : raw.length);
      }
    }
    if (end.nextPosition() >= from) { // else from lies beyond the end, and has no place yet
      reached = end;
    }
    return commits;
  }

  private FindIterable<Document> find(Head end, int limit) {
    // A limit of 0 would mean none; a commit more than asked for does no harm.
    int most = Math.max(1, limit);
    return log.find(Filters.gte(CommitDocument.ID, end.nextPosition()))
        .sort(Sorts.ascending(CommitDocument.ID))
        .projection(withRaw ? null : WITHOUT_RAW)
        .limit(most)
        .batchSize(most); // else the driver would ask twice
  }

  static final org.bson.conversions.Bson WITHOUT_RAW =
      Projections.exclude(CommitDocument.RAW, CommitDocument.SALT);
}
