package io.entitlementledger.log;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.lifecycle.Lifecycle;
import org.axonframework.lifecycle.Phase;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Axon's event store over the log. Its streams call back when events are there: at once for commits
 * of this process, within the poll interval for those of another. Their events carry a {@link
 * Recorded}.
 */
public final class LedgerEventStore extends AbstractEventStore implements Lifecycle, AutoCloseable {
  private final LedgerStorageEngine engine;
  private final HeadWatch watch;
  private final Tail tail = new Tail();
  private final LongConsumer onAppended;
  private final Set<LedgerEventStream> streams = ConcurrentHashMap.newKeySet();

  private LedgerEventStore(Builder builder) {
    super(builder);
    this.engine = Objects.requireNonNull(builder.engine, "a storage engine is needed");
    this.watch = new HeadWatch(engine.log(), engine.appender().settings().pollInterval());
    this.onAppended = watch::reached;
    engine.appender().onAppended(onAppended);
  }

  /** Builds an event store; the storage engine is needed. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens a stream of the events after a token.
   *
   * @throws LogBrokenException if the token lies beyond the log's end, so that its tail is missing
   */
  @Override
  public TrackingEventStream openStream(@Nullable TrackingToken token) {
    long handled = LedgerStorageEngine.positionOf(token);
    Head head = engine.log().head();
    if (handled >= head.nextPosition()) {
      throw engine
          .log()
          .broken(
              new LogBrokenException(
                  head.nextPosition(),
                  "the log ends here, but position " + handled + " has been handled"));
    }
    watch.reached(head.nextPosition());
    LedgerEventStream stream = new LedgerEventStream(engine, watch, tail, handled, streams::remove);
    streams.add(stream);
    return stream;
  }

  /** Closes every stream and ends the looking for commits; the appender goes on. */
  @Override
  public void close() {
    engine.appender().removeListener(onAppended);
    streams.forEach(LedgerEventStream::close);
    watch.close();
  }

  @Override
  public void registerLifecycleHandlers(LifecycleRegistry lifecycle) {
    lifecycle.onShutdown(Phase.INBOUND_EVENT_CONNECTORS - 10, this::close);
  }

  /** Takes what the event store is made of. */
  public static final class Builder extends AbstractEventStore.Builder {
    private @Nullable LedgerStorageEngine engine;

    private Builder() {}

    /** The engine that stores and reads the events. */
    public Builder storageEngine(LedgerStorageEngine engine) {
      super.storageEngine(engine);
      this.engine = engine;
      return this;
    }

    @Override
    public Builder messageMonitor(MessageMonitor<? super EventMessage<?>> messageMonitor) {
      super.messageMonitor(messageMonitor);
      return this;
    }

    @Override
    public Builder spanFactory(EventBusSpanFactory spanFactory) {
      super.spanFactory(spanFactory);
      return this;
    }

    /** Makes the event store. */
    public LedgerEventStore build() {
      return new LedgerEventStore(this);
    }
  }
}
