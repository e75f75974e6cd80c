package io.entitlementledger.projection.replay;

import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.Recorded;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the views: each has a processor of its own name that follows the log. An event that cannot
 * be taken in stops its segment, is logged as an error, shows in {@link #status()} and is tried
 * again; it is never skipped.
 */
public final class Projections {
  private static final Logger LOG = LoggerFactory.getLogger(Projections.class);
  private static final int SEGMENTS = 1;
  private static final int BATCH = 500;

  private final Map<String, Projection> projections = new LinkedHashMap<>();
  private final Map<String, PooledStreamingEventProcessor> processors = new LinkedHashMap<>();
  private final Map<String, ProjectionStatus.Failure> failures = new ConcurrentHashMap<>();
  private final List<ScheduledExecutorService> threads = new ArrayList<>();
  private final ViewStore store;
  private final EventLog log;
  private final MongoTokenStore tokens;
  private final InstantSource clock;
  private @Nullable StreamableMessageSource<TrackedEventMessage<?>> source;

  public Projections(
      List<Projection> projections,
      ViewStore store,
      EventLog log,
      MongoTokenStore tokens,
      InstantSource clock) {
    projections.forEach(projection -> this.projections.put(projection.name(), projection));
    this.store = store;
    this.log = log;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Has the views start and stop with a configuration, and follow its event store. */
  public void registerOn(Configurer configurer) {
    configurer.onInitialize(
        configuration -> {
          configuration.onStart(
              Phase.INBOUND_EVENT_CONNECTORS, () -> start(configuration.eventStore()));
          configuration.onShutdown(Phase.INBOUND_EVENT_CONNECTORS, this::stop);
        });
  }

  private synchronized void start(StreamableMessageSource<TrackedEventMessage<?>> events) {
    source = events;
    // One for each segment, as they pause.
    ScheduledExecutorService workers = threads("views-worker", SEGMENTS * projections.size());
    for (Projection projection : projections.values()) {
      projection.prepare();
      // One thread for each coordinator: with more, Axon drops a call that events are there when it
      // comes while the coordinator is at work, and looks again only seconds later.
      ScheduledExecutorService coordinator = threads("views-coordinator", 1);
      processors.put(projection.name(), processor(projection, events, coordinator, workers));
    }
    processors.values().forEach(PooledStreamingEventProcessor::start);
  }

  private ScheduledExecutorService threads(String name, int count) {
    var executor = Executors.newScheduledThreadPool(count, new AxonThreadFactory(name));
    threads.add(executor);
    return executor;
  }

  private PooledStreamingEventProcessor processor(
      Projection projection,
      StreamableMessageSource<TrackedEventMessage<?>> events,
      ScheduledExecutorService coordinator,
      ScheduledExecutorService worker) {
    return PooledStreamingEventProcessor.builder()
        .name(projection.name())
        .eventHandlerInvoker(new ProjectionInvoker(projection, BATCH))
        .errorHandler(this::failed)
        .messageSource(events)
        .tokenStore(tokens)
        .transactionManager(NoTransactionManager.instance())
        .coordinatorExecutor(coordinator)
        .workerExecutor(worker)
        .initialSegmentCount(SEGMENTS)
        .initialToken(StreamableMessageSource::createTailToken)
        .batchSize(BATCH)
        .build();
  }

  private void failed(ErrorContext context) throws Exception {
    long position = Recorded.of(context.failedEvents().getLast()).position();
    LOG.error(
        "The view '{}' cannot take in a batch that ends at position {}; it stands until it can",
        context.eventProcessor(),
        position,
        context.error());
    failures.put(
        context.eventProcessor(),
        new ProjectionStatus.Failure(position, clock.instant(), context.error().toString()));
    PropagatingErrorHandler.instance().handleError(context);
  }

  private synchronized void stop() {
    CompletableFuture.allOf(
            processors.values().stream()
                .map(PooledStreamingEventProcessor::shutdownAsync)
                .toArray(CompletableFuture<?>[]::new))
        .join();
    processors.clear();
    threads.forEach(ScheduledExecutorService::shutdown);
    threads.clear();
  }

  /** How each view is doing, in the order they were given. */
  public synchronized List<ProjectionStatus> status() {
    long head = log.head().nextPosition() - 1;
    return projections.keySet().stream().map(name -> status(name, head)).toList();
  }

  private ProjectionStatus status(String name, long head) {
    long position = tokens.lowestPosition(name).orElse(-1);
    ProjectionStatus.Failure failure = failures.get(name);
    PooledStreamingEventProcessor processor = processors.get(name);
    return new ProjectionStatus(
        name,
        position,
        head,
        processor != null && processor.isRunning(),
        failure == null || failure.position() <= position ? null : failure);
  }

  /**
   * Empties a view and has it follow the log from the first event again. Answers from it are behind
   * until it has caught up.
   *
   * @return the position it has to reach to be where the log is now; wait with {@link
   *     Currency#awaitAll}
   * @throws IllegalArgumentException if there is no such view
   * @throws IllegalStateException if the views are not running
   * @throws org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException if another
   *     process works on a part of the view; nothing is changed then, unless it took over midway
   */
  public synchronized long rebuild(String name) {
    Projection projection = projections.get(name);
    PooledStreamingEventProcessor processor = processors.get(name);
    var events = source;
    if (projection == null) {
      throw new IllegalArgumentException(
          "There is no view '" + name + "'; there are " + projections.keySet());
    }
    if (processor == null || events == null) {
      throw new IllegalStateException("The views are not running");
    }
    processor.shutDown();
    try {
      new Rewind(tokens, name).run(events.createTailToken(), () -> clear(projection));
      failures.remove(name);
    } finally {
      processor.start();
    }
    return log.head().nextPosition() - 1;
  }

  private void clear(Projection projection) {
    store.clearing(projection.name());
    projection.clear();
  }
}
