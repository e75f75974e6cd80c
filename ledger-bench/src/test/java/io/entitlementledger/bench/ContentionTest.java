package io.entitlementledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.entitlementledger.embedded.EmbeddedMongo;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerStorageEngine;
import io.entitlementledger.log.LogSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes write one log at the same time, and the check of it finds what is wrong. */
@Timeout(300)
class ContentionTest {
  private static final ContentionPlan SMALL = new ContentionPlan(2400, 2, 8, 0.3, 3);

  @TempDir Path directory;
  private final String database = "contention_" + UUID.randomUUID().toString().replace("-", "");
  private String connection;
  private @Nullable EmbeddedMongo server;
  private MongoClient client;

  @BeforeEach
  void open() {
    String given = System.getenv("LEDGER_TEST_MONGODB_URI");
    if (given == null || given.isBlank()) {
      EmbeddedMongo own = EmbeddedMongo.start(directory.resolve("data"));
      server = own;
      connection = own.connectionString();
    } else {
      connection = given;
    }
    client = MongoClients.create(connection);
  }

  @AfterEach
  void close() {
    client.getDatabase(database).drop();
    client.close();
    if (server != null) {
      server.close();
    }
  }

  private ContentionRun.Outcome run(boolean kill) throws IOException, InterruptedException {
    return new ContentionRun(SMALL, connection, database, directory).run(kill);
  }

  @Test
  void whatTwoProcessesWriteToTheSameAccountsIsThereOnceAndInOrder() throws Exception {
    ContentionRun.Outcome outcome = run(false);
    assertThat(outcome.found().flaws()).isEmpty();
    assertThat(outcome.acknowledged()).isEqualTo(SMALL.commits());
    assertThat(outcome.found().commits()).isEqualTo(SMALL.commits());
    // They did get in each other's way.
    assertThat(outcome.races()).isPositive();
    assertThat(outcome.conflicts()).isPositive();
  }

  @Test
  void aProcessThatIsKilledLosesNothingItWasAcknowledgedAndTheOtherGoesOn() throws Exception {
    ContentionRun.Outcome outcome = run(true);
    assertThat(outcome.found().flaws()).isEmpty();
    assertThat(outcome.acknowledged()).isBetween(SMALL.commits() * 3 / 4, SMALL.commits() - 1);
    assertThat(outcome.found().commits())
        .isBetween(outcome.acknowledged(), outcome.acknowledged() + SMALL.writers());
  }

  @Test
  void theCheckFindsWhatIsLostDoubledTornOrOfNobody() {
    assertThat(flaws(List.of("0/0/0/0", "0/1/0/0", "0/0/1/0"), 2, 1)).isEmpty();
    assertThat(flaws(List.of("0/0/0/0"), 2))
        .singleElement()
        .asString()
        .contains("was acknowledged 2");
    assertThat(flaws(List.of("0/0/0/0", "0/0/0/0"), 1)).anyMatch(flaw -> flaw.contains("was due"));
    assertThat(flaws(List.of("0/0/0/0", "0/0/2/0"), 2)).anyMatch(flaw -> flaw.contains("was due"));
    assertThat(flaws(List.of("0/0/0/0 0/0/0/1"), 1)).anyMatch(flaw -> flaw.contains("of 2 events"));
    assertThat(flaws(List.of("0/0/0/0", "0/5/0/0"), 1)).anyMatch(flaw -> flaw.contains("nobody"));
    assertThat(flaws(List.of("0/0/0/0", "0/0/1/0"), 1))
        .anyMatch(flaw -> flaw.contains("was acknowledged 1, 2"));
  }

  /** Of a log with these commits, against what the writers of one process were acknowledged. */
  private List<String> flaws(List<String> commits, long... acknowledged) {
    client.getDatabase(database).drop();
    EventLog log = new EventLog(client.getDatabase(database));
    Serializer serializer = Jackson3Serializer.builder().build();
    try (Appender appender = new Appender(log, LogSettings.defaults())) {
      LedgerStorageEngine engine =
          LedgerStorageEngine.builder()
              .appender(appender)
              .snapshots(client.getDatabase(database).getCollection("snapshots"))
              .eventSerializer(serializer)
              .snapshotSerializer(serializer)
              .build();
      for (String commit : commits) {
        engine.appendEvents(
            Arrays.stream(commit.split(" "))
                .<DomainEventMessage<?>>map(
                    mark ->
                        new GenericDomainEventMessage<>(
                            "Account", UUID.randomUUID().toString(), 0, mark))
                .toList());
      }
    }
    return new ContentionCheck(log)
        .run(List.of(Arrays.stream(acknowledged).boxed().toList()), -1)
        .flaws();
  }
}
