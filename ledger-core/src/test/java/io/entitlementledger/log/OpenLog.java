package io.entitlementledger.log;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/** A log as one process has it open: its appender, its storage engine and its event store. */
final class OpenLog implements AutoCloseable {
  /** An interval longer than any test: only the appender's call can wake a stream. */
  static final Duration NEVER = Duration.ofMinutes(10);

  private final Appender appender;
  private final LedgerEventStore store;

  OpenLog(MongoDatabase database, Duration pollInterval) {
    this(database, pollInterval, events -> events);
  }

  OpenLog(MongoDatabase database, Duration pollInterval, EventUpcaster upcaster) {
    appender = new Appender(new EventLog(database), polling(pollInterval));
    LedgerStorageEngine.Builder engine = engine(database, appender);
    engine.upcasterChain(upcaster);
    store = LedgerEventStore.builder().storageEngine(engine.build()).build();
  }

  /** An engine as nearly every test wants it, to be built. */
  static LedgerStorageEngine.Builder engine(MongoDatabase database, Appender appender) {
    Jackson3Serializer serializer = Jackson3Serializer.builder().build();
    return LedgerStorageEngine.builder()
        .appender(appender)
        .snapshots(database.getCollection("snapshots"))
        .eventSerializer(serializer)
        .snapshotSerializer(serializer);
  }

  private static LogSettings polling(Duration interval) {
    LogSettings d = LogSettings.defaults();
    return new LogSettings(
        d.waitingCommits(),
        d.waitingBytes(),
        d.groupCommits(),
        d.groupBytes(),
        d.commitEvents(),
        d.commitBytes(),
        d.patience(),
        d.cachedStreams(),
        interval);
  }

  LedgerEventStore store() {
    return store;
  }

  void publish(EventMessage<?>... events) {
    store.publish(events);
  }

  @Override
  public void close() {
    store.close();
    appender.close();
  }
}
