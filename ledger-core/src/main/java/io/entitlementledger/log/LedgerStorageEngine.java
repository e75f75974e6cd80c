package io.entitlementledger.log;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Axon's storage engine over the log. Events appended within a unit of work are collected in its
 * root and written as one commit when that commits, and not at all when it rolls back; outside a
 * unit of work they are written at once. Tokens are {@link GlobalSequenceTrackingToken}s over event
 * positions.
 *
 * <p>A conflict surfaces as Axon's {@code ConcurrencyException}, at sequence 0 as its {@code
 * AggregateStreamCreationException}; a broken log as {@link LogBrokenException}; too much waiting
 * as {@link LogBusyException}; an outcome that is not known in time as {@link
 * CommitUndecidedException}.
 */
public final class LedgerStorageEngine extends BatchingEventStorageEngine {
  private static final int READ_BATCH = 1000;

  private final EventLog log;
  private final Appender appender;
  private final Snapshots snapshots;
  private final UnaryOperator<String> aggregateType;
  private final EventCodec codec;

  private LedgerStorageEngine(Builder builder) {
    super(builder);
    this.appender = Objects.requireNonNull(builder.appender, "an appender is needed");
    this.log = appender.log();
    this.snapshots =
        new Snapshots(
            Objects.requireNonNull(builder.snapshots, "a collection for snapshots is needed"));
    this.aggregateType = builder.aggregateType;
    this.codec = new EventCodec(getEventSerializer(), aggregateType);
  }

  /** Builds an engine; the appender, the snapshots' collection and both serializers are needed. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
    if (events.isEmpty()) {
      return;
    }
    EventCodec encoder = codec(serializer);
    List<LoggedEvent> encoded = events.stream().map(encoder::encode).toList();
    RootWork.current()
        .ifPresentOrElse(
            work -> {
              UnitOfWork<?> unit = CurrentUnitOfWork.get();
              work.events(this, () -> new CollectedCommit(submissionOf(unit.root())))
                  .add(unit, events, encoded);
            },
            () -> write(events, encoded, null));
  }

  private static @Nullable Submission submissionOf(UnitOfWork<?> root) {
    // A unit of work that a test or a scheduler started may have no message.
    return Optional.ofNullable(root.getMessage())
        .map(message -> message.getMetaData().get(Submission.KEY))
        .map(Submission.class::cast)
        .filter(submission -> submission.position().isEmpty())
        .orElse(null);
  }

  private void write(
      List<? extends EventMessage<?>> messages,
      List<LoggedEvent> events,
      @Nullable Submission submission) {
    try {
      appender.append(Draft.of(events, submission, appender.settings()));
    } catch (StreamConflictException e) {
      handlePersistenceException(e, messages.get(e.event()));
    }
  }

  /** The events of one root unit of work, in the order they were appended in. */
  private final class CollectedCommit implements RootWork.EventWrite {
    private record Part(List<EventMessage<?>> messages, List<LoggedEvent> events) {
      void drop() {
        messages.clear();
        events.clear();
      }
    }

    private final @Nullable Submission submission;
    private final List<Part> parts = new ArrayList<>();

    CollectedCommit(@Nullable Submission submission) {
      this.submission = submission;
    }

    void add(
        UnitOfWork<?> unit, List<? extends EventMessage<?>> messages, List<LoggedEvent> events) {
      Part part = new Part(new ArrayList<>(messages), new ArrayList<>(events));
      parts.add(part);
      // A nested unit that rolls back takes only its own events with it.
      unit.onRollback(rolledBack -> part.drop());
    }

    @Override
    public void write() {
      List<EventMessage<?>> messages = new ArrayList<>();
      List<LoggedEvent> events = new ArrayList<>();
      for (Part part : parts) {
        messages.addAll(part.messages());
        events.addAll(part.events());
      }
      if (!events.isEmpty()) {
        LedgerStorageEngine.this.write(messages, events, submission);
      }
    }
  }

  @Override
  protected List<? extends DomainEventData<?>> fetchDomainEvents(
      String stream, long first, int batchSize) {
    return readEventData(stream, first).limit(batchSize).toList();
  }

  /** One reader for all of it, which knows from each batch where the next begins. */
  @Override
  protected Stream<? extends DomainEventData<?>> readEventData(String stream, long first) {
    StreamReader reader = new StreamReader(log, stream, first);
    return Stream.iterate(
            reader.next(READ_BATCH), commits -> !commits.isEmpty(), _ -> reader.next(READ_BATCH))
        .flatMap(List::stream)
        .flatMap(commit -> commit.events().stream())
        .filter(event -> event.stream().equals(stream) && event.sequence() >= first)
        .map(codec::domain);
  }

  @Override
  protected List<? extends TrackedEventData<?>> fetchTrackedEvents(
      @Nullable TrackingToken token, int batchSize) {
    return readEventData(token, false).limit(batchSize).toList();
  }

  /** One reader for all of it, which knows from each batch where the next begins. */
  @Override
  protected Stream<? extends TrackedEventData<?>> readEventData(
      @Nullable TrackingToken token, boolean mayBlock) {
    return StreamSupport.stream(new FromPosition(positionOf(token) + 1), false);
  }

  /** Events to the end of the log; asked again later, those that came since. */
  private final class FromPosition extends Spliterators.AbstractSpliterator<TrackedEventData<?>> {
    private final long from;
    private final LogReader reader;
    private Iterator<TrackedEventData<?>> batch = Collections.emptyIterator();

    private FromPosition(long from) {
      super(Long.MAX_VALUE, ORDERED | NONNULL);
      this.from = from;
      this.reader = new LogReader(log, from, false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super TrackedEventData<?>> action) {
      if (!batch.hasNext()) {
        List<Commit> commits = reader.nextAndAhead(READ_BATCH);
        batch = commits.stream().flatMap(commit -> tracked(commit, from).stream()).iterator();
      }
      if (!batch.hasNext()) {
        return false;
      }
      action.accept(batch.next());
      return true;
    }
  }

  /** A commit's events from a position on. */
  List<TrackedEventData<?>> tracked(Commit commit, long from) {
    List<TrackedEventData<?>> events = new ArrayList<>();
    for (int i = (int) Math.max(0, from - commit.position()); i < commit.events().size(); i++) {
      events.add(codec.tracked(commit.events().get(i), commit.position() + i));
    }
    return events;
  }

  /** Stored events as messages, after the upcasters. */
  Stream<TrackedEventMessage<?>> messages(Stream<TrackedEventData<?>> events) {
    return EventUtils.upcastAndDeserializeTrackedEvents(
        events, getEventSerializer(), upcasterChain);
  }

  /** The position a token has handled; -1 before the first event. */
  static long positionOf(@Nullable TrackingToken token) {
    TrackingToken lowest = token == null ? null : WrappedToken.unwrapLowerBound(token);
    if (lowest == null) {
      return -1;
    }
    if (lowest instanceof GlobalSequenceTrackingToken global) {
      return global.getGlobalIndex();
    }
    throw new IllegalArgumentException("This log cannot be read from " + lowest);
  }

  @Override
  protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
    snapshots.store(snapshot, serializer);
  }

  /** Read whole here, where Axon goes on without a snapshot that cannot be read. */
  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String stream) {
    Optional<DomainEventMessage<?>> snapshot = super.readSnapshot(stream);
    snapshot.ifPresent(DomainEventMessage::getPayload);
    return snapshot;
  }

  @Override
  protected Stream<? extends DomainEventData<?>> readSnapshotData(String stream) {
    return snapshots.read(stream).stream();
  }

  private EventCodec codec(Serializer serializer) {
    return serializer.equals(getEventSerializer())
        ? codec
        : new EventCodec(serializer, aggregateType);
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String stream) {
    var last = log.lastSequence(stream);
    return last.isPresent() ? Optional.of(last.getAsLong()) : Optional.empty();
  }

  @Override
  public TrackingToken createTailToken() {
    return new GlobalSequenceTrackingToken(-1);
  }

  @Override
  public TrackingToken createHeadToken() {
    return new GlobalSequenceTrackingToken(log.head().nextPosition() - 1);
  }

  @Override
  public TrackingToken createTokenAt(Instant instant) {
    return new GlobalSequenceTrackingToken(log.positionBefore(instant));
  }

  Appender appender() {
    return appender;
  }

  EventLog log() {
    return log;
  }

  /** Takes what the engine is made of. */
  public static final class Builder extends BatchingEventStorageEngine.Builder {
    private @Nullable Appender appender;
    private @Nullable MongoCollection<Document> snapshots;
    private UnaryOperator<String> aggregateType = stream -> "Aggregate";

    private Builder() {
      persistenceExceptionResolver(StreamConflictException.class::isInstance);
    }

    /** The appender of the log to use. */
    public Builder appender(Appender appender) {
      this.appender = appender;
      return this;
    }

    /** Where the latest snapshot of each stream is kept. */
    public Builder snapshots(MongoCollection<Document> snapshots) {
      this.snapshots = snapshots;
      return this;
    }

    /**
     * Tells a stream's aggregate type from its name. The log does not store the type; only a
     * repository that filters by it needs this.
     */
    public Builder aggregateType(UnaryOperator<String> aggregateType) {
      this.aggregateType = aggregateType;
      return this;
    }

    @Override
    public Builder eventSerializer(Serializer serializer) {
      super.eventSerializer(serializer);
      return this;
    }

    @Override
    public Builder snapshotSerializer(Serializer serializer) {
      super.snapshotSerializer(serializer);
      return this;
    }

    /** Makes the engine. */
    public LedgerStorageEngine build() {
      return new LedgerStorageEngine(this);
    }
  }
}
