package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What other parts ask of the log. */
class EventLogTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;
  private Appender appender;

  @BeforeEach
  void open() {
    log = new EventLog(mongo.database());
    appender = new Appender(log, LogSettings.defaults());
  }

  @AfterEach
  void close() {
    appender.close();
  }

  private static LoggedEvent at(LoggedEvent event, long millis) {
    return new LoggedEvent(
        event.id(),
        event.name(),
        event.revision(),
        Instant.ofEpochMilli(millis),
        event.stream(),
        event.sequence(),
        event.payload(),
        event.metadata());
  }

  @Test
  void anEmptyLogHasNothing() {
    assertThat(log.head()).isEqualTo(Head.EMPTY);
    assertThat(log.lastPosition("a")).isEmpty();
    assertThat(log.firstPositionAfter(Instant.EPOCH)).isEmpty();
    assertThat(log.read(0, 10)).isEmpty();
    assertThat(log.read(7, 10)).isEmpty();
    assertThat(log.commitAt(0)).isEmpty();
  }

  @Test
  void aStreamIsReadFromTheMiddleOfACommitOfAnyLength() {
    appender.append(Events.draft(sequences(0, 1000)));
    appender.append(Events.draft(sequences(1000, 1001)));

    assertThat(log.readStream("a", 999, 10)).hasSize(2);
    assertThat(log.readStream("a", 700, 1)).hasSize(1);
    assertThat(log.readStream("a", 1000, 10)).hasSize(1);
    assertThat(log.readStream("a", 1001, 10)).isEmpty();
  }

  private static List<LoggedEvent> sequences(int from, int to) {
    return IntStream.range(from, to).mapToObj(sequence -> Events.event("a", sequence)).toList();
  }

  @Test
  void theFirstPositionAfterAnInstantFollowsTheHighWater() {
    long[] times = {1000, 1000, 3000, 2000, 3000, 5000, 4000};
    for (int i = 0; i < times.length; i++) { // two events each, the second the later one
      appender.append(
          Events.draft(
              List.of(
                  at(Events.event("s" + i, 0), times[i] - 500),
                  at(Events.event("s" + i, 1), times[i]))));
    }
    assertThat(log.firstPositionAfter(Instant.EPOCH)).hasValue(0);
    assertThat(log.firstPositionAfter(Instant.ofEpochMilli(999))).hasValue(0);
    assertThat(log.firstPositionAfter(Instant.ofEpochMilli(1000))).hasValue(4);
    assertThat(log.firstPositionAfter(Instant.ofEpochMilli(2999))).hasValue(4);
    assertThat(log.firstPositionAfter(Instant.ofEpochMilli(3000))).hasValue(10);
    assertThat(log.firstPositionAfter(Instant.ofEpochMilli(4999))).hasValue(10);
    assertThat(log.firstPositionAfter(Instant.ofEpochMilli(5000))).isEmpty();
    assertThat(log.head().highWater()).isEqualTo(Instant.ofEpochMilli(5000));
    assertThat(log.positionBefore(Instant.ofEpochMilli(2501))).isEqualTo(4);
    assertThat(log.positionBefore(Instant.ofEpochMilli(2500))).isEqualTo(3);
    assertThat(log.positionBefore(Instant.ofEpochMilli(4999).plusNanos(1))).isEqualTo(10);
    assertThat(log.positionBefore(Instant.ofEpochMilli(5001))).isEqualTo(13);
  }

  @Test
  void aStreamIsReadFromTheMiddleOfACommit() {
    appender.append(Events.draft(Events.events("a", 0, 3)));
    appender.append(Events.draft(Events.events("b", 0, 2)));
    List<LoggedEvent> both = new java.util.ArrayList<>(Events.events("a", 3, 2));
    both.addAll(Events.events("b", 2, 1));
    appender.append(Events.draft(both)); // positions 5, 6 and 7
    appender.append(Events.draft(Events.events("a", 5, 1)));

    assertThat(log.lastPosition("a")).hasValue(8);
    assertThat(log.lastPosition("b")).hasValue(7);
    assertThat(log.lastSequence("a")).hasValue(5);
    assertThat(positions(log.readStream("a", 0, 100))).containsExactly(0L, 5L, 8L);
    assertThat(positions(log.readStream("a", 1, 100))).containsExactly(0L, 5L, 8L);
    assertThat(positions(log.readStream("a", 3, 100))).containsExactly(5L, 8L);
    assertThat(positions(log.readStream("a", 4, 1))).containsExactly(5L);
    assertThat(positions(log.readStream("a", 5, 100))).containsExactly(8L);
    assertThat(log.readStream("a", 6, 100)).isEmpty();
    assertThat(positions(log.read(6, 100))).containsExactly(5L, 8L);
    assertThat(positions(log.read(8, 100))).containsExactly(8L);
    assertThat(log.read(9, 100)).isEmpty();
    assertThat(log.commitAt(6).map(Commit::position)).hasValue(5L);
  }

  @Test
  void aStreamIsReadInBatchesWithoutLookingForItsPlaceAgain() {
    for (int sequence = 0; sequence < 5; sequence++) {
      appender.append(Events.draft(sequences(sequence, sequence + 1)));
    }

    StreamReader reader = new StreamReader(log, "a", 1);
    assertThat(positions(reader.next(2))).containsExactly(1L, 2L);
    assertThat(positions(reader.next(1))).containsExactly(3L);
    assertThat(positions(reader.next(1))).containsExactly(4L);
    assertThat(reader.next(1)).isEmpty();
    assertThat(positions(new StreamReader(log, "a", 1).next(5))).containsExactly(1L, 2L, 3L, 4L);
  }

  private static List<Long> positions(List<Commit> commits) {
    return commits.stream().map(Commit::position).toList();
  }
}
