package io.entitlementledger.runtime;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.AbstractSnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;

/**
 * Has a snapshot taken of an account that has grown by half since its last one, and by 200 events
 * at least. A snapshot holds the whole account, so one every so many events would cost a long
 * account more and more with each delivery.
 */
final class SnapshotByGrowth implements SnapshotTriggerDefinition {
  private static final long LEAST_EVENTS = 200;

  private final Snapshotter snapshotter;

  SnapshotByGrowth(Snapshotter snapshotter) {
    this.snapshotter = snapshotter;
  }

  @Override
  public SnapshotTrigger prepareTrigger(Class<?> aggregateType) {
    return new Trigger(snapshotter, aggregateType);
  }

  @Override
  public SnapshotTrigger reconfigure(Class<?> aggregateType, SnapshotTrigger trigger) {
    if (trigger instanceof Trigger known) {
      known.setSnapshotter(snapshotter);
      return known;
    }
    return prepareTrigger(aggregateType);
  }

  private static final class Trigger extends AbstractSnapshotTrigger {
    private static final long serialVersionUID = 1L;

    /** Since the last snapshot, and in all. */
    private long fresh;

    private long all;

    Trigger(Snapshotter snapshotter, Class<?> aggregateType) {
      super(snapshotter, aggregateType);
    }

    @Override
    public void eventHandled(EventMessage<?> event) {
      if (event instanceof DomainEventMessage<?> of) {
        fresh++;
        all = of.getSequenceNumber() + 1;
      }
      super.eventHandled(event);
    }

    @Override
    protected boolean exceedsThreshold() {
      return fresh >= Math.max(LEAST_EVENTS, (all - fresh) / 2);
    }

    @Override
    protected void reset() {
      fresh = 0;
    }
  }
}
