package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire.Fault;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Another process writes to the same places while this one is cut off from what it sent. */
class RaceWhileCutOffTest extends FaultyWireTest {
  @ParameterizedTest
  @MethodSource("faults")
  void anotherProcessTakesThePlaceOfWhatWasNotStored(Fault fault, boolean retryWrites)
      throws Exception {
    try (MongoClient client = wire.client(retryWrites, SELECTION_MILLIS);
        Appender cutOff = appender(client);
        Appender other = new Appender(log, LogSettings.defaults())) {
      cutOff.append(Events.draft(Events.events("before", 0, 1)));
      wire.refuseAfterCut();
      wire.next("insert", fault);
      FutureTask<Long> ours = append(cutOff, Events.events("ours", 0, 2));
      await().until(() -> wire.isSpent() && (fault != Fault.HOLD_REPLY || wire.held() == 1));
      long theirs = other.append(Events.draft(Events.events("theirs", 0, 2)));
      if (fault == Fault.HOLD_REPLY) {
        release();
      } else {
        wire.heal();
      }
      boolean oursFirst = isCarriedOut(fault);
      assertThat(theirs).isEqualTo(oursFirst ? 4 : 2);
      assertThat(ours.get()).isEqualTo(oursFirst ? 2 : 4);
    }
    assertThat(named(stored()))
        .containsExactlyInAnyOrder("before0", "ours0", "ours1", "theirs0", "theirs1");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void ofTwoProcessesThatContinueOneStreamOneHasAConflict(Fault fault, boolean retryWrites)
      throws Exception {
    List<LoggedEvent> events = Events.events("a", 1, 2);
    List<LoggedEvent> theirs = Events.events("a", 1, 3);
    try (MongoClient client = wire.client(retryWrites, SELECTION_MILLIS);
        Appender cutOff = appender(client);
        Appender other = new Appender(log, LogSettings.defaults())) {
      cutOff.append(Events.draft(Events.events("a", 0, 1)));
      wire.refuseAfterCut();
      wire.next("insert", fault);
      FutureTask<Long> ours = append(cutOff, events);
      await().until(() -> wire.isSpent() && (fault != Fault.HOLD_REPLY || wire.held() == 1));
      boolean oursFirst = isCarriedOut(fault);
      Draft draft = Events.draft(theirs);
      if (oursFirst) {
        assertThatThrownBy(() -> other.append(draft)).isInstanceOf(StreamConflictException.class);
      } else {
        assertThat(other.append(draft)).isEqualTo(3);
      }
      if (fault == Fault.HOLD_REPLY) {
        release();
      } else {
        wire.heal();
      }
      if (oursFirst) {
        assertThat(ours.get()).isEqualTo(2);
      } else {
        assertThatThrownBy(ours::get).hasCauseInstanceOf(StreamConflictException.class);
      }
      List<LoggedEvent> winners = oursFirst ? events : theirs;
      assertThat(ids(stored().subList(1, 1 + winners.size()))).isEqualTo(ids(winners));
      assertThat(log.head().nextPosition()).isEqualTo(1 + winners.size());
    }
  }
}
