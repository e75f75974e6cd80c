package io.entitlementledger.projection.replay;

import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.log.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Carries a processor's events to a view: it collects what a batch holds for its segment and hands
 * it over once, before the batch commits and so before its token is written.
 *
 * <p>After a batch that was not full a segment pauses, the longer the more it held: what comes then
 * is taken in together. A batch costs the store much the same whether it has one event or a
 * hundred, and webhooks wait for that store.
 */
final class ProjectionInvoker implements EventHandlerInvoker {
  private static final String FACTS = "projection.facts";
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_FOR_EACH = Duration.ofMillis(5);

  private final Projection projection;
  private final int fullBatch;

  /**
   * @param fullBatch how many events a batch has at most
   */
  ProjectionInvoker(Projection projection, int fullBatch) {
    this.projection = projection;
    this.fullBatch = fullBatch;
  }

  /**
   * Every segment takes every event into its batches, so that the token of a segment that has none
   * of its own to handle moves on with the log and does not seem behind.
   */
  @Override
  public boolean canHandle(EventMessage<?> message, Segment segment) {
    return true;
  }

  @Override
  public void handle(EventMessage<?> message, Segment segment) {
    UnitOfWork<?> batch = CurrentUnitOfWork.get();
    List<Fact> facts = batch.getOrComputeResource(FACTS, _ -> begin(batch));
    Fact fact = fact(message);
    if (segment.matches(projection.key(fact).hashCode())) {
      facts.add(fact);
    }
  }

  private List<Fact> begin(UnitOfWork<?> batch) {
    List<Fact> facts = new ArrayList<>();
    batch.onPrepareCommit(
        _ -> {
          if (!facts.isEmpty()) {
            projection.apply(facts);
          }
        });
    if (batch instanceof BatchingUnitOfWork<?> it && it.getMessages().size() < fullBatch) {
      Duration pause = pauseAfter(it.getMessages().size());
      batch.onCleanup(_ -> pause(pause));
    }
    return facts;
  }

  private static Duration pauseAfter(int events) {
    Duration pause = SHORTEST_PAUSE.plus(PAUSE_FOR_EACH.multipliedBy(events));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private static void pause(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    // To be parked can end early.
    for (long left = pause.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static Fact fact(EventMessage<?> message) {
    if (!(message.getPayload() instanceof LedgerEvent event)) {
      throw new IllegalStateException(
          "No view knows the event " + message.getPayloadType().getName());
    }
    Recorded recorded = Recorded.of(message);
    DomainEventMessage<?> domain = message instanceof DomainEventMessage<?> it ? it : null;
    return new Fact(
        recorded.position(),
        recorded.recordedAt(),
        message.getIdentifier(),
        domain == null ? message.getIdentifier() : domain.getAggregateIdentifier(),
        domain == null ? 0 : domain.getSequenceNumber(),
        recorded.leaf(),
        recorded.rawSha256(),
        event);
  }
}
