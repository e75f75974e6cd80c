package io.entitlementledger.log;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream forward from a sequence, in bounded batches, and checks that its sequences are
 * whole and its running hash recomputes. Not for several threads at once.
 */
final class StreamReader {
  private static final long NEAR = 128;

  private final EventLog log;
  private final String stream;
  private final long first;
  private @Nullable StreamState reached;
  private long nextPosition;
  private boolean ended;

  StreamReader(EventLog log, String stream, long first) {
    this.log = log;
    this.stream = stream;
    this.first = first;
  }

  /**
   * The next commits, the first of them the one that holds the sequence reading began from.
   *
   * @return at most {@code limit} commits; none at the end of the stream
   * @throws LogBrokenException at the first contradiction; the log then knows its fault
   */
  List<Commit> next(int limit) {
    try {
      return ended ? List.of() : read(limit);
    } catch (LogBrokenException e) {
      throw log.broken(e);
    }
  }

  private List<Commit> read(int limit) {
    List<Commit> commits = new ArrayList<>();
    StreamState state = reached;
    if (state == null) {
      Commit before = first <= 0 ? null : before();
      state = before == null ? StreamState.NEW : before.stateOf(stream);
      if (before != null) {
        nextPosition = before.nextPosition();
        if (state.next() > first) {
          commits.add(before);
        }
      }
    }
    reached = state;
    int most = limit - commits.size();
    if (most == 0) { // a limit of 0 would mean none
      return commits;
    }
    long bytes = 0;
    int found = 0;
    try (var cursor = find(most).cursor()) {
      while (bytes < LogReader.BATCH_BYTES && cursor.hasNext()) {
        Commit commit = CommitDocument.read(cursor.next());
        commit.requireContinues(stream, state);
        state = commit.stateOf(stream);
        commits.add(commit);
        nextPosition = commit.nextPosition();
        bytes += commit.bodyBytes().length;
        found++;
      }
    }
    reached = state;
    ended = found < most && bytes < LogReader.BATCH_BYTES;
    return commits;
  }

  private FindIterable<Document> find(int limit) {
    return log.find(
            Filters.and(EventLog.ofStream(stream), Filters.gte(CommitDocument.ID, nextPosition)))
        .sort(Sorts.ascending(CommitDocument.ID))
        .projection(LogReader.WITHOUT_RAW)
        .limit(limit)
        .batchSize(limit); // else the driver would ask twice
  }

  /**
   * The last commit that begins before the first sequence asked for. It is looked for among the few
   * sequences just before it: the index by sequence then has few to give, where "any before" would
   * have it give the whole stream.
   */
  private @Nullable Commit before() {
    long reach = NEAR;
    while (true) {
      Commit found = log.lastCommit(beginsFrom(Math.max(0, first - reach)), false);
      if (found != null || reach >= first) {
        return found;
      }
      reach *= 2; // a commit of many events begins further back
    }
  }

  private Bson beginsFrom(long lowest) {
    return Filters.elemMatch(
        CommitDocument.STREAMS,
        Filters.and(
            Filters.eq(CommitDocument.STREAM, stream),
            Filters.gte(CommitDocument.FIRST, lowest),
            Filters.lt(CommitDocument.FIRST, first)));
  }
}
