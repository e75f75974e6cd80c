package io.entitlementledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.SnapshotTrigger;
import org.axonframework.eventsourcing.Snapshotter;
import org.junit.jupiter.api.Test;

class SnapshotByGrowthTest {
  private final List<Long> taken = new ArrayList<>();
  private long events;

  private SnapshotTrigger trigger() {
    Snapshotter snapshotter = (_, _) -> taken.add(events);
    return new SnapshotByGrowth(snapshotter).prepareTrigger(Object.class);
  }

  private void handle(SnapshotTrigger trigger, long from, long to) {
    for (long sequence = from; sequence < to; sequence++) {
      events = sequence + 1;
      trigger.eventHandled(new GenericDomainEventMessage<>("type", "stream", sequence, "event"));
    }
  }

  @Test
  void anAccountIsSnapshotEachTimeItHasGrownByHalfAndBy200EventsAtLeast() {
    SnapshotTrigger trigger = trigger();
    trigger.initializationFinished();

    handle(trigger, 0, 3000);

    assertThat(taken).containsExactly(200L, 400L, 600L, 900L, 1350L, 2025L);
  }

  @Test
  void anAccountThatIsReadFromItsSnapshotIsSnapshotWhenItHasGrownByHalfOfThat() {
    SnapshotTrigger trigger = trigger();
    handle(trigger, 2025, 2100); // what came since the snapshot, while it is read
    trigger.initializationFinished();
    assertThat(taken).isEmpty();

    handle(trigger, 2100, 4000);

    assertThat(taken).containsExactly(3037L);
  }
}
