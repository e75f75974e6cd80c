package io.entitlementledger.projection.replay;

import io.entitlementledger.log.MongoTokenStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Axon's processor of one view. A thread reads the log itself and handles what it reads, so a turn
 * takes in all that came since the last one; a coordinator beside it would read each commit as it
 * comes, for every view again.
 */
final class ViewProcessor {
  private static final int BATCH = 500;
  private static final int SEGMENTS = 1;

  /** How long to wait for an event before the claim is prolonged: well within its time. */
  private static final Duration PATIENCE = Duration.ofMillis(2500);

  /** How long a stop waits for the turn at hand, before its thread is interrupted. */
  private static final Duration LAST_TURN = Duration.ofMinutes(1);

  private final Interruptible events;
  private final Supplier<TrackingEventProcessor> fresh;
  private @Nullable TrackingEventProcessor processor;

  ViewProcessor(
      Projection projection,
      StreamableMessageSource<TrackedEventMessage<?>> events,
      MongoTokenStore tokens,
      ErrorHandler failed) {
    this.events = new Interruptible(events);
    this.fresh = () -> processor(projection, this.events, tokens, failed);
  }

  private static TrackingEventProcessor processor(
      Projection projection,
      StreamableMessageSource<TrackedEventMessage<?>> events,
      MongoTokenStore tokens,
      ErrorHandler failed) {
    // A view that was begun in more segments keeps them.
    int threads = Math.max(SEGMENTS, tokens.fetchSegments(projection.name()).length);
    return TrackingEventProcessor.builder()
        .name(projection.name())
        .eventHandlerInvoker(new ProjectionInvoker(projection, BATCH))
        .errorHandler(failed)
        .messageSource(events)
        .tokenStore(tokens)
        .transactionManager(NoTransactionManager.instance())
        .trackingEventProcessorConfiguration(
            TrackingEventProcessorConfiguration.forParallelProcessing(threads)
                .andInitialSegmentsCount(SEGMENTS)
                .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                .andBatchSize(BATCH)
                .andWorkerTerminationTimeout(LAST_TURN.toMillis(), TimeUnit.MILLISECONDS)
                .andEventAvailabilityTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .build();
  }

  /**
   * Starts with a new one of Axon's processors: one that was stopped while it took its segment on
   * has a thread less from then on, and never works again (4.13).
   */
  synchronized void start() {
    TrackingEventProcessor started = fresh.get();
    events.closed = false;
    started.start();
    processor = started;
  }

  /** Is done when what is being handled is, and the claim released, or after a minute. */
  synchronized CompletableFuture<Void> stop() {
    TrackingEventProcessor running = processor;
    if (running == null) {
      return CompletableFuture.completedFuture(null);
    }
    // Axon waits in the call itself, and may throw: neither is to keep other views from stopping.
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(running::shutDown, Thread::startVirtualThread);
    events.close();
    return stopped;
  }

  /** Whether something is still being handled, a minute after it was to stop. */
  synchronized boolean isBusy() {
    return processor != null && processor.activeProcessorThreads() > 0;
  }

  synchronized boolean isRunning() {
    return processor != null && processor.isRunning();
  }

  /** The log, and a way to end the wait for its next event. */
  private static final class Interruptible
      implements StreamableMessageSource<TrackedEventMessage<?>> {
    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    // Axon closes those of a failed turn itself, and nothing tells of that.
    private final Set<BlockingStream<?>> opened =
        Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean closed;

    private Interruptible(StreamableMessageSource<TrackedEventMessage<?>> events) {
      this.events = events;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
      BlockingStream<TrackedEventMessage<?>> stream = events.openStream(token);
      opened.add(stream);
      if (closed) {
        close();
      }
      return stream;
    }

    private void close() {
      closed = true;
      List.copyOf(opened).forEach(BlockingStream::close);
    }

    @Override
    public TrackingToken createTailToken() {
      return events.createTailToken();
    }
  }
}
