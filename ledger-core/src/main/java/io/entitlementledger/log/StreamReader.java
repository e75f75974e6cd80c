package io.entitlementledger.log;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Reads one stream and checks that its sequences are whole and its running hash recomputes. */
final class StreamReader {
  private static final long NEAR = 128;

  private final EventLog log;
  private final String stream;
  private final long first;

  StreamReader(EventLog log, String stream, long first) {
    this.log = log;
    this.stream = stream;
    this.first = first;
  }

  List<Commit> read(int events) {
    Commit before = first <= 0 ? null : before();
    StreamState state = before == null ? StreamState.NEW : before.stateOf(stream);
    List<Commit> commits = new ArrayList<>();
    long found = 0;
    if (before != null && state.next() > first) {
      commits.add(before);
      found = state.next() - first;
    }
    if (found >= events) {
      return commits;
    }
    long from = before == null ? 0 : before.nextPosition();
    Bson rest = Filters.and(EventLog.ofStream(stream), Filters.gte(CommitDocument.ID, from));
    // No commit has less than one event, so no more commits than events can be needed.
    var query =
        log.find(rest)
            .sort(Sorts.ascending(CommitDocument.ID))
            .projection(LogReader.WITHOUT_RAW)
            .limit((int) Math.min(Integer.MAX_VALUE, events - found));
    try (var cursor = query.cursor()) {
      while (found < events && cursor.hasNext()) {
        Commit commit = CommitDocument.read(cursor.next());
        commit.requireContinues(stream, state);
        state = commit.stateOf(stream);
        found += commit.spans().get(commit.spanOf(stream)).count();
        commits.add(commit);
      }
    }
    return commits;
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
