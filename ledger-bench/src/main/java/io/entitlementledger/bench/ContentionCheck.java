package io.entitlementledger.bench;

import io.entitlementledger.log.Commit;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LogVerifier;
import io.entitlementledger.log.LoggedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks through a log that several processes wrote: everything they were acknowledged is there
 * once, in one order without a gap, and nothing else is.
 */
final class ContentionCheck {
  private static final int BATCH = 512;
  private static final int MOST_FLAWS = 10;

  private final EventLog log;
  private final List<String> flaws = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private long commits;
  private long position;

  ContentionCheck(EventLog log) {
    this.log = log;
  }

  /** What was found. */
  record Result(long commits, long events, List<String> flaws) {
    boolean good() {
      return flaws.isEmpty();
    }
  }

  /**
   * @param acknowledged how many commits each writer of each process was acknowledged
   * @param killed the process that was killed, of which each writer's last commit may be there
   *     without that it heard of it; -1 if none was
   */
  Result run(List<List<Long>> acknowledged, int killed) {
    List<Commit> batch = log.read(0, BATCH);
    while (!batch.isEmpty()) {
      batch.forEach(this::check);
      batch = log.read(position, BATCH);
    }
    for (int process = 0; process < acknowledged.size(); process++) {
      for (int writer = 0; writer < acknowledged.get(process).size(); writer++) {
        long told = acknowledged.get(process).get(writer);
        Long stored = numbers.remove(process + "/" + writer);
        long there = stored == null ? 0 : stored;
        if (there != told && !(process == killed && there == told + 1)) {
          flaw(
              "writer %d/%d was acknowledged %d, %d are there"
                  .formatted(process, writer, told, there));
        }
      }
    }
    numbers.forEach((writer, count) -> flaw("writer " + writer + " is nobody's"));
    LogVerifier.Verdict verdict = new LogVerifier(log).verify();
    verdict.flaw().ifPresent(found -> flaw(found.toString()));
    if (verdict.commits() != commits || verdict.head().nextPosition() != position) {
      flaw("read %d commits up to %d, verified %s".formatted(commits, position, verdict));
    }
    return new Result(commits, position, List.copyOf(flaws));
  }

  private void check(Commit commit) {
    if (commit.position() != position) {
      flaw("position %d follows %d".formatted(commit.position(), position));
    }
    position = commit.nextPosition();
    commits++;
    ContentionMark first = mark(commit.events().getFirst());
    String writer = first.process() + "/" + first.writer();
    long due = numbers.merge(writer, 1L, Long::sum) - 1;
    if (first.number() != due) {
      flaw("%s is there where %d was due".formatted(first, due));
    }
    if (commit.events().size() != ContentionPlan.events(first.number())) {
      flaw("%s is a commit of %d events".formatted(first, commit.events().size()));
    }
    for (int i = 0; i < commit.events().size(); i++) {
      LoggedEvent event = commit.events().get(i);
      ContentionMark whole = new ContentionMark(first.process(), first.writer(), first.number(), i);
      if (!mark(event).equals(whole)) {
        flaw("%s is in the commit of %s".formatted(mark(event), whole));
      }
      long sequence = sequences.merge(event.stream(), 1L, Long::sum) - 1;
      if (event.sequence() != sequence) {
        flaw(
            "%s of %s has sequence %d, not %d"
                .formatted(whole, event.stream(), event.sequence(), sequence));
      }
    }
  }

  private static ContentionMark mark(LoggedEvent event) {
    return ContentionMark.parse(event.payload().asString());
  }

  private void flaw(String flaw) {
    if (flaws.size() < MOST_FLAWS) {
      flaws.add(flaw);
    }
  }
}
