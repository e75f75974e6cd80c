package io.entitlementledger.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each draft of a group its place in the log and has it written, until every one is decided.
 * Used by the appender's thread alone, except {@link #prepare}.
 */
final class GroupWriter {
  private static final int READ_BATCH = 256;

  /**
   * Where streams stand, as far as seen. An entry may be behind the log, never ahead of it: streams
   * only grow, so an entry past a draft's sequence proves a conflict, one before it is read again,
   * and if the log went on exactly from an entry that fits, the unique index on (stream, sequence)
   * refuses the draft.
   */
  private final Cache<String, StreamState> streams;

  private final EventLog log;
  private final Outage outage = new Outage();
  private final GroupSender sender;
  private final BooleanSupplier closed;

  /** Where the log ends, unless another writer was first. */
  private @Nullable Head tail;

  /** Where the log ended when last seen. */
  private @Nullable Head seen;

  GroupWriter(EventLog log, int cachedStreams, BooleanSupplier closed) {
    this.log = log;
    this.streams = Caffeine.newBuilder().maximumSize(cachedStreams).executor(Runnable::run).build();
    this.sender = new GroupSender(log, this::remember, outage, closed);
    this.closed = closed;
  }

  /**
   * On the caller's thread: looks up streams not seen yet, so that the appender need not.
   *
   * @param deadline when the caller must go on, by {@link System#nanoTime()}
   */
  void prepare(Draft draft, long deadline) {
    for (StreamSpan span : draft.spans()) {
      if (span.first() > 0 && streams.getIfPresent(span.stream()) == null) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!left.isPositive()) {
          return;
        }
        try {
          stateFromLog(log.within(left), span.stream());
        } catch (MongoException e) {
          return; // The appender will try, and knows how to wait.
        }
      }
    }
  }

  /**
   * Writes a group. Every draft of it is decided when this returns, or its caller has withdrawn it;
   * and the store can be read.
   *
   * @return the position that the log's next event will have
   */
  long write(List<Pending> group) {
    List<Pending> undecided = new ArrayList<>(group);
    Backoff race = new Backoff(20);
    Backoff refused = new Backoff(1000);
    boolean unreadable = false;
    while (unreadable || !undecided.isEmpty()) {
      try {
        log.fault().ifPresent(fault -> undecided.forEach(pending -> pending.fail(fault)));
        undecided.removeIf(Pending::isSettled);
        if (unreadable) {
          tail();
          unreadable = false;
        }
        int before = undecided.size();
        List<Linked> linked = link(undecided);
        if (!linked.isEmpty() && claim(linked)) {
          // After a lost race the tail is unknown and is read again.
          tail = null;
          tail = sender.send(linked);
          seen = tail == null ? seen : tail;
          linked.forEach(this::forget);
        }
        outage.over();
        undecided.removeIf(Pending::isDecided);
        undecided.forEach(Pending::notStored); // what the sender left open has lost its place
        undecided.removeIf(Pending::isSettled);
        if (undecided.size() == before) {
          race.pause(); // Others are faster; step aside by a random while.
        }
      } catch (MongoException e) {
        // Nothing was sent: the tail or a stream could not be read.
        tail = null;
        unreadable = true;
        outage.goesOn(undecided.size(), e);
        if (closed.getAsBoolean()) {
          throw e;
        }
        refused.pause();
      } catch (LogBrokenException e) {
        undecided.forEach(pending -> pending.fail(e));
        throw log.broken(e);
      }
    }
    Head end = seen;
    return end == null ? 0 : end.nextPosition();
  }

  /** Takes all of them from their callers for good; none if one was withdrawn meanwhile. */
  private static boolean claim(List<Linked> linked) {
    for (int i = 0; i < linked.size(); i++) {
      if (!linked.get(i).pending().send()) {
        // Those after it have their place behind it, and need another.
        linked.subList(0, i).forEach(claimed -> claimed.pending().notStored());
        return false;
      }
    }
    return true;
  }

  /** Where the log ends; what others wrote meanwhile is read and must follow from what was seen. */
  private Head tail() {
    Head end = tail;
    if (end != null) {
      return end;
    }
    end = seen;
    if (end == null) {
      end = log.head();
    } else {
      LogReader reader = new LogReader(log, end);
      List<Commit> commits = reader.next(READ_BATCH);
      while (!commits.isEmpty()) {
        commits.forEach(this::remember);
        end = commits.getLast().head();
        commits = reader.next(READ_BATCH);
      }
    }
    tail = end;
    seen = end;
    return end;
  }

  private List<Linked> link(List<Pending> group) {
    List<Linked> linked = new ArrayList<>(group.size());
    if (group.isEmpty()) {
      return linked;
    }
    Head end = tail();
    Map<String, StreamState> ahead = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Pending pending : group) {
      try {
        Draft draft = pending.draft();
        requireNew(draft, ids);
        Map<String, StreamState> moved = new HashMap<>();
        List<byte[]> hashes = new ArrayList<>();
        for (StreamSpan span : draft.spans()) {
          StreamState after = stateFor(draft, span, ahead).after(span, draft.leaf());
          moved.put(span.stream(), after);
          hashes.add(after.hash());
        }
        Commit commit = Commit.after(end, draft, hashes);
        linked.add(new Linked(pending, end, commit));
        end = commit.head();
        ahead.putAll(moved);
        draft.content().events().forEach(event -> ids.add(event.id()));
      } catch (StreamConflictException e) {
        pending.fail(e);
      }
    }
    return linked;
  }

  private static void requireNew(Draft draft, Set<String> ids) {
    List<LoggedEvent> events = draft.content().events();
    for (int i = 0; i < events.size(); i++) {
      if (ids.contains(events.get(i).id())) {
        throw new StreamConflictException(i, "the event id " + events.get(i).id() + " is repeated");
      }
    }
  }

  /** Where a span's stream stands, if the span continues it. */
  private StreamState stateFor(Draft draft, StreamSpan span, Map<String, StreamState> ahead) {
    StreamState state = ahead.get(span.stream());
    if (state == null) {
      state = streams.getIfPresent(span.stream());
    }
    if (state == null && span.first() == 0) {
      return StreamState.NEW;
    }
    if (state == null || state.next() < span.first()) {
      state = stateFromLog(log, span.stream());
    }
    if (!state.isContinuedBy(span)) {
      throw new StreamConflictException(
          StreamState.indexOfFirst(draft.content().events(), span.stream()),
          "sequence %d of %s was to be written, but %d is due"
              .formatted(span.first(), span.stream(), state.next()));
    }
    return state;
  }

  private StreamState stateFromLog(EventLog from, String stream) {
    StreamState state = from.state(stream);
    if (state.next() == StreamState.ANY) {
      return state; // Not kept: only a look after the tail was read says that it has no event.
    }
    streams.asMap().merge(stream, state, (old, read) -> read.next() > old.next() ? read : old);
    return state;
  }

  /** What was written is where its streams stand: known before its caller goes on from there. */
  private void remember(Commit commit) {
    commit.spans().forEach(span -> streams.put(span.stream(), commit.stateOf(span.stream())));
  }

  /** What the store refused shows that its streams stand elsewhere than was thought. */
  private void forget(Linked linked) {
    if (linked.pending().isRefused()) {
      linked.commit().spans().forEach(span -> streams.invalidate(span.stream()));
    }
  }
}
