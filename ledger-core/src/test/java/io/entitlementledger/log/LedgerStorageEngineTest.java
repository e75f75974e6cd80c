package io.entitlementledger.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngineTest;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Axon's own suites for storage engines, every case, with a serializer that can embed JSON. */
class LedgerStorageEngineTest
    extends BatchingEventStorageEngineTest<LedgerStorageEngine, LedgerStorageEngine.Builder> {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final List<Appender> appenders = new ArrayList<>();

  @BeforeEach
  void open() {
    setTestSubject(createEngine());
  }

  @AfterEach
  void close() {
    appenders.forEach(Appender::close);
  }

  /** The serializer the suites run with. */
  Serializer serializer() {
    return Jackson3Serializer.builder().build();
  }

  @Override
  protected LedgerStorageEngine createEngine(
      UnaryOperator<LedgerStorageEngine.Builder> customization) {
    Appender appender = new Appender(new EventLog(mongo.database()), LogSettings.defaults());
    appenders.add(appender);
    LedgerStorageEngine.Builder builder =
        LedgerStorageEngine.builder()
            .appender(appender)
            .snapshots(mongo.database().getCollection("snapshots"))
            .eventSerializer(serializer())
            .snapshotSerializer(serializer());
    return customization.apply(builder).build();
  }
}
