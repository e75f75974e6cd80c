package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** Appends one event at a time with pauses, and tells when; also as a process of its own. */
final class LatencyAppender {
  private static final long PAUSE_MILLIS = 10;

  /** How many events a new process appends before it counts: it has to load its classes. */
  private static final int WARM_UP = 50;

  private LatencyAppender() {}

  /**
   * One event that was appended, its times in microseconds since 1970.
   *
   * @param before the append was called
   * @param returned it returned
   */
  record Sent(String id, long before, long returned) {
    static Sent parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Sent(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    String line() {
      return id + " " + before + " " + returned;
    }
  }

  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  static void append(EventStorageEngine engine, int count, Consumer<Sent> told)
      throws InterruptedException {
    AccountWriter writer = new AccountWriter();
    for (int i = 0; i < count; i++) {
      DomainEventMessage<?> event = writer.next();
      long before = micros();
      engine.appendEvents(event);
      told.accept(new Sent(event.getIdentifier(), before, micros()));
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Appends to the log at a connection string, so many events, and prints each. */
  public static void main(String[] args) throws InterruptedException {
    try (MongoClient client = MongoClients.create(args[0]);
        LedgerContender ledger = new LedgerContender(client, "ledger")) {
      append(ledger.engine(), WARM_UP, _ -> {});
      append(ledger.engine(), Integer.parseInt(args[1]), sent -> System.out.println(sent.line()));
    }
  }
}
