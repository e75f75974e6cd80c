package io.entitlementledger.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.log.Recorded;
import io.entitlementledger.projection.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;

class ProjectionInvokerTest {
  private static final int FULL = 20;

  private final List<Integer> turns = new ArrayList<>();
  private final ProjectionInvoker invoker =
      new ProjectionInvoker(
          new Projection() {
            @Override
            public String name() {
              return "counting";
            }

            @Override
            public void prepare() {}

            @Override
            public void apply(List<Fact> facts) {
              turns.add(facts.size());
            }

            @Override
            public void clear() {}
          },
          FULL);

  @Test
  void aTurnThatWasNotFullIsFollowedByAPauseWhateverWokeTheThreadBefore() {
    LockSupport.unpark(Thread.currentThread());

    assertThat(turn(1)).isGreaterThanOrEqualTo(ProjectionInvoker.SHORTEST_PAUSE);
    assertThat(turns).containsExactly(1);
  }

  @Test
  void aTurnThatHeldMuchIsFollowedByALongerPause() {
    assertThat(turn(FULL - 1)).isGreaterThanOrEqualTo(ProjectionInvoker.LONGEST_PAUSE);
    assertThat(turns).containsExactly(FULL - 1);
  }

  @Test
  void aFullTurnIsFollowedAtOnce() {
    assertThat(Stream.generate(() -> turn(FULL)).limit(100))
        .anyMatch(taken -> taken.compareTo(ProjectionInvoker.SHORTEST_PAUSE) < 0);
    assertThat(turns).hasSize(100).containsOnly(FULL);
  }

  private Duration turn(int events) {
    long start = System.nanoTime();
    UnitOfWork<EventMessage<?>> batch =
        new BatchingUnitOfWork<>(
            IntStream.range(0, events).<EventMessage<?>>mapToObj(this::message).toList());
    batch.execute(() -> invoker.handle(batch.getMessage(), Segment.ROOT_SEGMENT));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private EventMessage<?> message(int position) {
    return new GenericEventMessage<>(
        Facts.up(Facts.SMS, 1, position),
        Map.of("ledger.recorded", new Recorded(position, Instant.EPOCH, "leaf", null)));
  }
}
