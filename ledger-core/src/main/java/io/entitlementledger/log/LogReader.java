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
  private @Nullable FutureTask<Batch> ahead;

  /**
   * Commits in order.
   *
   * @param end where the log goes on after them; null as long as it has not come to their place
   */
  private record Batch(List<Commit> commits, @Nullable Head end) {}

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
    FutureTask<Batch> coming = ahead;
    Batch batch = coming == null ? null : await(coming);
    if (batch == null || batch.commits().isEmpty()) { // the log may have grown since
      batch = readTwice(reached, limit);
    }
    reached = batch.end();
    return batch.commits();
  }

  /**
   * As {@link #next}; and if more is likely to be there, it is being read and checked while the
   * caller handles these. At most one batch more than the caller's is in memory.
   */
  List<Commit> nextAndAhead(int limit) {
    List<Commit> commits = next(limit);
    if (commits.size() >= limit) {
      Head after = reached;
      FutureTask<Batch> more = new FutureTask<>(() -> readTwice(after, limit));
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
   * Steps over commits that another has read and checked, the first of which is the next. What is
   * being read ahead is let go.
   */
  void goOnAfter(Head end) {
    ahead = null;
    reached = end;
  }

  /**
   * What was read ahead.
   *
   * @return null if it could not be read: that was a while ago, and can be tried now
   */
  private @Nullable Batch await(FutureTask<Batch> coming) {
    try {
      Batch batch = coming.get();
      ahead = null;
      return batch;
    } catch (InterruptedException e) {
      // It is still being read, and waited for again by the next call.
      Thread.currentThread().interrupt();
      throw new MongoInterruptedException("Interrupted while the log was read", e);
    } catch (ExecutionException e) {
      ahead = null;
      return switch (e.getCause()) {
        case MongoException _ -> null;
        case Error error -> throw error;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }

  private Batch readTwice(@Nullable Head after, int limit) {
    try {
      return read(after, limit);
    } catch (LogBrokenException first) {
      // Looked at twice before it is believed: a fault stops all writing of this process.
      try {
        return read(after, limit);
      } catch (LogBrokenException again) {
        throw log.broken(again);
      }
    }
  }

  private Batch read(@Nullable Head after, int limit) {
    Head end = after;
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
        commits.add(commit);
        byte[] raw = commit.rawBytes();
        bytes += commit.bodyBytes().length + (raw == null ? 0 : raw.length);
      }
    }
    // If from lies beyond the end, it has no place yet.
    return new Batch(commits, end.nextPosition() >= from ? end : after);
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
