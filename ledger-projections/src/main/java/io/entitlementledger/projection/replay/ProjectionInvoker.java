package io.entitlementledger.projection.replay;

import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.log.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Carries a processor's events to a view: it collects what a batch holds for its segment and hands
 * it over once, before the batch commits and so before its token is written.
 */
final class ProjectionInvoker implements EventHandlerInvoker {
  private static final String FACTS = "projection.facts";

  private final Projection projection;

  ProjectionInvoker(Projection projection) {
    this.projection = projection;
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
    Fact fact = fact(message);
    if (segment.matches(projection.key(fact).hashCode())) {
      UnitOfWork<?> batch = CurrentUnitOfWork.get();
      List<Fact> facts = batch.getOrComputeResource(FACTS, _ -> collect(batch));
      facts.add(fact);
    }
  }

  private List<Fact> collect(UnitOfWork<?> batch) {
    List<Fact> facts = new ArrayList<>();
    batch.onPrepareCommit(_ -> projection.apply(facts));
    return facts;
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
