package io.entitlementledger.log;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log of commits in one MongoDB collection, read here and written by an {@link
 * Appender}. Positions count events from 0 without a gap; every read checks what it reads.
 *
 * <p>All reads are of the primary with majority, so nothing read is ever rolled back. Safe for any
 * number of threads and processes. Every method may throw {@link LogBrokenException}.
 */
public final class EventLog {
  private static final String DEFAULT_NAME = "log";

  private final MongoCollection<Document> collection;
  private final AtomicReference<@Nullable LogBrokenException> fault;

  /**
   * Opens a log and makes its indexes if they are not there.
   *
   * @param database where the log lives
   * @param name the collection's name
   */
  public EventLog(MongoDatabase database, String name) {
    this(in(database, name), new AtomicReference<>());
    collection.createIndex(Indexes.ascending("s.a", "s.f"), new IndexOptions().unique(true));
    collection.createIndex(Indexes.ascending("s.a", CommitDocument.ID));
  }

  private EventLog(
      MongoCollection<Document> collection, AtomicReference<@Nullable LogBrokenException> fault) {
    this.collection = collection;
    this.fault = fault;
  }

  /** Opens the log in the collection {@code log}. */
  public EventLog(MongoDatabase database) {
    this(database, DEFAULT_NAME);
  }

  /** Opens the log in the collection {@code log} to read it: nothing is made that is not there. */
  public static EventLog toRead(MongoDatabase database) {
    return toRead(database, DEFAULT_NAME);
  }

  /** The same for the log in another collection. */
  public static EventLog toRead(MongoDatabase database, String name) {
    return new EventLog(in(database, name), new AtomicReference<>());
  }

  private static MongoCollection<Document> in(MongoDatabase database, String name) {
    return database
        .getCollection(name)
        .withReadConcern(ReadConcern.MAJORITY)
        .withReadPreference(ReadPreference.primary())
        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
  }

  /** The same log, whose every operation fails after a time, the wait for a server included. */
  EventLog within(Duration time) {
    long millis = Math.max(1, time.toMillis()); // to the driver, 0 is no limit
    return new EventLog(collection.withTimeout(millis, TimeUnit.MILLISECONDS), fault);
  }

  /** Where the log ends now. */
  public Head head() {
    Commit last = lastCommit(new Document(), false);
    return last == null ? Head.EMPTY : last.head();
  }

  /** The position the next event will have, without reading the last commit's body. */
  long nextPosition() {
    Document last =
        find(new Document())
            .sort(Sorts.descending(CommitDocument.ID))
            .projection(Projections.include(CommitDocument.COUNT))
            .limit(1)
            .first();
    return last == null
        ? 0
        : last.getLong(CommitDocument.ID) + last.getInteger(CommitDocument.COUNT);
  }

  /** The position of a stream's last event; empty if it has none. */
  public OptionalLong lastPosition(String stream) {
    Commit last = lastCommit(ofStream(stream), false);
    if (last == null) {
      return OptionalLong.empty();
    }
    List<LoggedEvent> events = last.events();
    int index = events.size() - 1;
    while (!events.get(index).stream().equals(stream)) {
      index--;
    }
    return OptionalLong.of(last.position() + index);
  }

  /** The sequence of a stream's last event; empty if it has none. */
  public OptionalLong lastSequence(String stream) {
    StreamState state = state(stream);
    return state.next() == StreamState.ANY
        ? OptionalLong.empty()
        : OptionalLong.of(state.next() - 1);
  }

  /**
   * The first sequence of a stream in a commit that begins at a position or after it; empty if
   * there is none.
   */
  public OptionalLong firstSequence(String stream, long position) {
    Document first =
        find(Filters.and(ofStream(stream), Filters.gte(CommitDocument.ID, position)))
            .sort(Sorts.ascending(CommitDocument.ID))
            .projection(LogReader.WITHOUT_RAW)
            .limit(1)
            .first();
    if (first == null) {
      return OptionalLong.empty();
    }
    try {
      Commit commit = CommitDocument.read(first);
      return OptionalLong.of(commit.spans().get(commit.spanOf(stream)).first());
    } catch (LogBrokenException e) {
      throw broken(e);
    }
  }

  /**
   * The position of the first commit that was recorded after an instant; empty as long as there is
   * none. Once there is one, everything recorded up to the instant is known.
   */
  public OptionalLong firstPositionAfter(Instant instant) {
    Commit commit = firstWithHighWater(instant.toEpochMilli() + 1);
    return commit == null ? OptionalLong.empty() : OptionalLong.of(commit.position());
  }

  /**
   * Commits in order, without the raw deliveries.
   *
   * @param from a position; the first commit is the one that holds it
   * @param limit the most commits to read; fewer come where they are large
   * @return none if the log ends at or before {@code from}
   */
  public List<Commit> read(long from, int limit) {
    return new LogReader(this, from, false).next(limit);
  }

  /** The commit that holds a position, with its raw delivery; empty past the end. */
  public Optional<Commit> commitAt(long position) {
    if (position < 0) {
      return Optional.empty();
    }
    return new LogReader(this, position, true).next(1).stream().findFirst();
  }

  /**
   * The commits that hold a stream from a sequence on, in order and without the raw deliveries.
   *
   * @param stream the stream's name
   * @param first the first sequence asked for; the first commit is the one that holds it
   * @param limit the most commits to read; fewer come where they are large
   */
  public List<Commit> readStream(String stream, long first, int limit) {
    return new StreamReader(this, stream, first).next(limit);
  }

  /** What was found broken, if anything was; while it is there nothing is written. */
  public Optional<LogBrokenException> fault() {
    return Optional.ofNullable(fault.get());
  }

  /**
   * The position before the first event that was made at an instant or later; else the last one.
   */
  long positionBefore(Instant instant) {
    Instant millis = Instant.ofEpochMilli(instant.toEpochMilli());
    long threshold = millis.equals(instant) ? instant.toEpochMilli() : instant.toEpochMilli() + 1;
    Commit commit = firstWithHighWater(threshold);
    if (commit == null) {
      return head().nextPosition() - 1;
    }
    // hw first reached the threshold in this commit, so one of its own events did.
    for (int i = 0; i < commit.events().size(); i++) {
      if (commit.events().get(i).timestamp().toEpochMilli() >= threshold) {
        return commit.position() + i - 1;
      }
    }
    throw broken(
        new LogBrokenException(commit.position(), "hw rose but no event of it is that late"));
  }

  /** Halves the positions until one commit is left: hw never falls, so it needs no index. */
  private @Nullable Commit firstWithHighWater(long millis) {
    Commit found = lastCommit(new Document(), false);
    if (found == null || found.recordedAt().toEpochMilli() < millis) {
      return null;
    }
    long low = 0;
    while (low < found.position()) {
      long middle = low + (found.position() - low) / 2;
      Commit commit = lastCommit(Filters.lte(CommitDocument.ID, middle), false);
      if (commit == null) {
        throw broken(new LogBrokenException(0, "the log does not begin here"));
      }
      if (commit.recordedAt().toEpochMilli() >= millis) {
        found = commit;
      } else {
        low = Math.max(middle + 1, commit.nextPosition());
      }
    }
    return found;
  }

  /** Where a stream stands. */
  StreamState state(String stream) {
    Commit last = lastCommit(ofStream(stream), false);
    return last == null ? StreamState.NEW : last.stateOf(stream);
  }

  @Nullable Commit lastCommit(Bson filter, boolean withRaw) {
    Document last =
        find(filter)
            .sort(Sorts.descending(CommitDocument.ID))
            .projection(withRaw ? null : LogReader.WITHOUT_RAW)
            .limit(1)
            .first();
    try {
      return last == null ? null : CommitDocument.read(last);
    } catch (LogBrokenException e) {
      throw broken(e);
    }
  }

  static Bson ofStream(String stream) {
    return Filters.elemMatch(CommitDocument.STREAMS, Filters.eq(CommitDocument.STREAM, stream));
  }

  FindIterable<Document> find(Bson filter) {
    return collection.find(filter);
  }

  MongoCollection<Document> collection() {
    return collection;
  }

  /** Keeps the first fault and gives back the exception to throw. */
  LogBrokenException broken(LogBrokenException found) {
    fault.compareAndSet(null, found);
    return found;
  }
}
