package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a stream begins: at a token of any kind, the head, the tail or an instant. */
@Timeout(60)
class EventStorePositionsTest {
  private static final int EVENTS = 12;

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private OpenLog log;
  private LedgerEventStore store;

  @BeforeEach
  void open() {
    log = new OpenLog(mongo.database(), OpenLog.NEVER);
    store = log.store();
    for (int commit = 0; commit < EVENTS / 3; commit++) { // three events each, one a second
      List<GenericDomainEventMessage<String>> events = new ArrayList<>();
      for (int i = 3 * commit; i < 3 * commit + 3; i++) {
        events.add(
            new GenericDomainEventMessage<>(
                "Account", "a", i, "payload", MetaData.emptyInstance(), "id-" + i, at(i)));
      }
      store.publish(events);
    }
  }

  private static Instant at(int second) {
    return Events.TIME.plus(Duration.ofSeconds(second));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static TrackingToken token(long position) {
    return new GlobalSequenceTrackingToken(position);
  }

  private List<Long> read(@Nullable TrackingToken token) throws InterruptedException {
    List<Long> positions = new ArrayList<>();
    try (TrackingEventStream stream = store.openStream(token)) {
      while (stream.hasNextAvailable()) {
        TrackedEventMessage<?> event = stream.nextAvailable();
        assertThat(event.trackingToken()).isEqualTo(token(Recorded.of(event).position()));
        positions.add(Recorded.of(event).position());
      }
    }
    return positions;
  }

  private static List<Long> from(long first) {
    return LongStream.range(first, EVENTS).boxed().toList();
  }

  @Test
  void readingGoesOnAfterAnyEventsToken() throws Exception {
    assertThat(read(null)).isEqualTo(from(0));
    for (long handled = -1; handled < EVENTS; handled++) { // also in the middle of commits
      assertThat(read(token(handled))).isEqualTo(from(handled + 1));
    }
  }

  @Test
  void readingAgainGivesTheSame() throws Exception {
    List<String> first = identifiers();
    assertThat(first).hasSize(EVENTS).doesNotHaveDuplicates().contains("id-0", "id-11");
    assertThat(identifiers()).isEqualTo(first);
  }

  private List<String> identifiers() throws InterruptedException {
    List<String> identifiers = new ArrayList<>();
    try (TrackingEventStream stream = store.openStream(null)) {
      while (stream.hasNextAvailable()) {
        identifiers.add(stream.nextAvailable().getIdentifier());
      }
    }
    return identifiers;
  }

  @Test
  void theTailIsBeforeTheFirstEventAndTheHeadAfterTheLast() throws Exception {
    assertThat(read(store.createTailToken())).isEqualTo(from(0));
    TrackingToken head = store.createHeadToken();
    assertThat(head).isEqualTo(token(EVENTS - 1));
    try (TrackingEventStream stream = store.openStream(head)) {
      assertThat(stream.hasNextAvailable()).isFalse();
      store.publish(Events.message("a", EVENTS));
      assertThat(Recorded.of(stream.nextAvailable()).position()).isEqualTo(EVENTS);
    }
  }

  @Test
  void anInstantIsBeforeTheFirstEventThatIsNotEarlier() throws Exception {
    assertThat(read(store.createTokenAt(Instant.EPOCH))).isEqualTo(from(0));
    for (int second = 0; second < EVENTS; second++) {
      assertThat(read(store.createTokenAt(at(second)))).isEqualTo(from(second));
      assertThat(read(store.createTokenAt(at(second).plusMillis(1)))).isEqualTo(from(second + 1));
    }
  }

  @Test
  void aReplayBeginsAtItsStartAndTellsWhatIsReplayed() throws Exception {
    TrackingToken replay = ReplayToken.createReplayToken(token(7), token(3));
    assertThat(read(replay)).isEqualTo(from(4));
    assertThat(read(ReplayToken.createReplayToken(token(7)))).isEqualTo(from(0));

    TrackingToken now = replay;
    for (long position : from(4)) {
      now = ((ReplayToken) (now instanceof ReplayToken ? now : replay)).advancedTo(token(position));
      assertThat(ReplayToken.isReplay(now)).isEqualTo(position <= 7);
      if (!ReplayToken.isReplay(now)) {
        break;
      }
      assertThat(read(now)).isEqualTo(from(position + 1));
    }
  }

  @Test
  void aMergedTokenBeginsWhereTheHalfThatIsBehindStands() throws Exception {
    assertThat(read(new MergedTrackingToken(token(8), token(2)))).isEqualTo(from(3));
    assertThat(
            read(
                ReplayToken.createReplayToken(
                    token(11), new MergedTrackingToken(token(5), token(6)))))
        .isEqualTo(from(6));
  }
}
