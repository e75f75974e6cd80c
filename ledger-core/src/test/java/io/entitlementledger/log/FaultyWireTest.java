package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/** A log with a faulty way to it, and a direct one to see what became of it. */
@Timeout(120)
abstract class FaultyWireTest {
  static final long SELECTION_MILLIS = 500;

  @RegisterExtension final TestMongo mongo = new TestMongo();
  final FaultyWire wire = new FaultyWire();
  EventLog log;

  @BeforeEach
  void openDirectly() {
    log = new EventLog(mongo.database());
  }

  @AfterEach
  void closeWire() {
    wire.close();
  }

  /** Every fault, without and with the driver's own retries. */
  static Stream<Arguments> faults() {
    return Stream.of(Fault.values())
        .filter(fault -> fault != Fault.NONE)
        .flatMap(fault -> Stream.of(Arguments.of(fault, false), Arguments.of(fault, true)));
  }

  /** Whether the log has it although the client does not know. */
  static boolean isCarriedOut(Fault fault) {
    return fault == Fault.CUT_AFTER || fault == Fault.CUT_WITHIN_REPLY || fault == Fault.HOLD_REPLY;
  }

  Appender appender(MongoClient client, Duration patience) {
    LogSettings d = LogSettings.defaults();
    return new Appender(
        new EventLog(client.getDatabase(mongo.database().getName())),
        new LogSettings(
            d.waitingCommits(),
            d.waitingBytes(),
            d.groupCommits(),
            d.groupBytes(),
            d.commitEvents(),
            d.commitBytes(),
            patience,
            d.cachedStreams(),
            d.pollInterval()));
  }

  Appender appender(MongoClient client) {
    return appender(client, LogSettings.defaults().patience());
  }

  static FutureTask<Long> append(Appender appender, List<LoggedEvent> events) {
    FutureTask<Long> task = new FutureTask<>(() -> appender.append(Events.draft(events)));
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Once every fault has met its command, what is held goes on. */
  void release() {
    await().until(wire::isSpent);
    await()
        .until(
            () -> {
              wire.release();
              return wire.held() == 0;
            });
  }

  /** Every event of the log, which is verified first. */
  List<LoggedEvent> stored() {
    assertThat(new LogVerifier(log).verify(log.head()).flaw()).isEmpty();
    List<LoggedEvent> events = new ArrayList<>();
    for (List<Commit> read = log.read(0, 100);
        !read.isEmpty();
        read = log.read(events.size(), 100)) {
      read.forEach(commit -> events.addAll(commit.events()));
    }
    return events;
  }

  static List<String> named(List<LoggedEvent> events) {
    return events.stream().map(event -> event.stream() + event.sequence()).toList();
  }

  static List<String> ids(List<LoggedEvent> events) {
    return events.stream().map(LoggedEvent::id).toList();
  }
}
