package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;

/** What several nodes handled, in the order they did. */
final class Handlings {
  /** One event as one node handled it. */
  record Handling(String node, String stream, long sequence, long position) {}

  private final List<Handling> all = Collections.synchronizedList(new ArrayList<>());
  private final Set<Long> positions = ConcurrentHashMap.newKeySet();

  void add(String node, EventMessage<?> event) {
    DomainEventMessage<?> message = (DomainEventMessage<?>) event;
    all.add(
        new Handling(
            node,
            message.getAggregateIdentifier(),
            message.getSequenceNumber(),
            Recorded.of(event).position()));
    positions.add(Recorded.of(event).position());
  }

  List<Handling> all() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  List<Handling> of(String node) {
    return all().stream().filter(handling -> handling.node().equals(node)).toList();
  }

  /** How many events were handled by somebody. */
  long events() {
    return positions.size();
  }

  /** The second and further handlings of events. */
  List<Handling> repeated() {
    Set<Long> seen = new HashSet<>();
    return all().stream().filter(handling -> !seen.add(handling.position())).toList();
  }

  /** Every event was handled, each stream's in order; repetitions do not count. */
  void assertComplete(long events) {
    Map<String, Long> next = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (Handling handling : all()) {
      if (seen.add(handling.position())) {
        assertThat(handling.sequence())
            .as("%s", handling)
            .isEqualTo(next.merge(handling.stream(), 1L, Long::sum) - 1);
      }
    }
    assertThat(seen).hasSize((int) events);
    assertThat(seen).allMatch(position -> position >= 0 && position < events);
  }
}
