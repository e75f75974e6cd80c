package io.entitlementledger.access;

import io.entitlementledger.log.Commit;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LoggedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds records in the log itself: an account's by its stream, a time by halving the positions, and
 * a principal by looking at every record of those. It stops after so many, so that one question has
 * a bounded cost.
 */
final class AccessScan {
  /** The most records looked at for one page. */
  static final int MOST_READ = 10_000;

  private static final int BATCH = 500;

  private final EventLog log;
  private final JsonMapper json;
  private final int mostRead;

  AccessScan(EventLog log, JsonMapper json, int mostRead) {
    this.log = log;
    this.json = json;
    this.mostRead = mostRead;
  }

  AccessPage page(AccessQuery query) {
    List<AccessRecord> found = new ArrayList<>();
    OptionalLong first = first(query);
    if (first.isEmpty()) {
      return end(found);
    }
    long position = first.getAsLong();
    int looked = 0;
    while (true) {
      List<Commit> commits = read(query, position);
      if (commits.isEmpty()) {
        return end(found);
      }
      for (Commit commit : commits) {
        if (query.to() != null && !commit.recordedAt().isBefore(query.to())) {
          return end(found);
        }
        if (found.size() == query.limit() || looked == mostRead) {
          return new AccessPage(List.copyOf(found), true, position - 1);
        }
        looked++;
        position = commit.nextPosition();
        take(query, commit, found);
      }
    }
  }

  private static AccessPage end(List<AccessRecord> found) {
    return new AccessPage(List.copyOf(found), false, null);
  }

  /** Where to look first; empty if nothing was recorded since {@code from}. */
  private OptionalLong first(AccessQuery query) {
    Long after = query.startingAfter();
    long first = after == null || after < 0 ? 0 : Math.min(after, Long.MAX_VALUE - 1) + 1;
    Instant from = query.from();
    if (from == null) {
      return OptionalLong.of(first);
    }
    OptionalLong start = log.firstPositionAfter(from.minusMillis(1));
    return start.isEmpty() ? start : OptionalLong.of(Math.max(first, start.getAsLong()));
  }

  private List<Commit> read(AccessQuery query, long position) {
    if (query.account() == null) {
      return log.read(position, BATCH);
    }
    String stream = query.account().toString();
    OptionalLong sequence = log.firstSequence(stream, position);
    return sequence.isEmpty() ? List.of() : log.readStream(stream, sequence.getAsLong(), BATCH);
  }

  private void take(AccessQuery query, Commit commit, List<AccessRecord> found) {
    for (LoggedEvent event : commit.events()) {
      Read read = json.treeToValue(event.payload(), Read.class);
      if (query.principal() == null || query.principal().equals(read.principal())) {
        found.add(AccessRecord.of(commit, event, read));
      }
    }
  }
}
