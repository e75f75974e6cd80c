package io.entitlementledger.bench;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerStorageEngine;
import io.entitlementledger.log.LogBusyException;
import io.entitlementledger.log.LogSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One of several processes that write one log. */
final class ContentionWorker {
  /** A writer's own account takes so many events, then it goes on with another. */
  private static final int EVENTS_OF_AN_ACCOUNT = 1000;

  private final ContentionPlan plan;
  private final int process;
  private final ContentionTally tally;
  private final LedgerStorageEngine engine;

  /** The next sequence of the shared accounts as this process knows it, like loaded aggregates. */
  private final Map<String, Long> shared = new ConcurrentHashMap<>();

  private ContentionWorker(
      ContentionPlan plan, int process, ContentionTally tally, LedgerStorageEngine engine) {
    this.plan = plan;
    this.process = process;
    this.tally = tally;
    this.engine = engine;
  }

  /** Writes its share: connection string, database, tally, number of the process, plan. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> args = List.of(arguments);
    ContentionPlan plan = ContentionPlan.parse(args.subList(4, args.size()));
    ContentionTally tally = ContentionTally.open(Path.of(args.get(2)), plan.writers());
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(args.get(0)))
            .addCommandListener(
                new RaceListener(() -> tally.increment(0, ContentionTally.Count.RACES)))
            .build();
    Serializer serializer = Jackson3Serializer.builder().build();
    try (MongoClient client = MongoClients.create(settings);
        Appender appender =
            new Appender(new EventLog(client.getDatabase(args.get(1))), LogSettings.defaults())) {
      LedgerStorageEngine engine =
          LedgerStorageEngine.builder()
              .appender(appender)
              .snapshots(client.getDatabase(args.get(1)).getCollection("snapshots", Document.class))
              .eventSerializer(serializer)
              .snapshotSerializer(serializer)
              .build();
      new ContentionWorker(plan, Integer.parseInt(args.get(3)), tally, engine).run();
    }
  }

  private void run() throws InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(plan.writers())) {
      for (int i = 0; i < plan.writers(); i++) {
        int writer = i;
        running.add(threads.submit(() -> write(writer)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A writer of process " + process + " failed", e.getCause());
    }
  }

  private void write(int writer) {
    SplittableRandom random = new SplittableRandom(process * 1000L + writer);
    OwnAccount own = new OwnAccount("own-%d-%d-".formatted(process, writer));
    long commits = plan.commitsOf(process, writer);
    for (long number = 0; number < commits; number++) {
      boolean ofAll = random.nextDouble() < plan.sharedRatio();
      String account = "shared-" + random.nextInt(plan.sharedAccounts());
      while (!append(writer, number, ofAll ? account : null, own)) {
        // As a command gateway does: once more, on what the account is now.
      }
      tally.increment(writer, ContentionTally.Count.ACKNOWLEDGED);
    }
  }

  private boolean append(int writer, long number, @Nullable String account, OwnAccount own) {
    int events = ContentionPlan.events(number);
    List<DomainEventMessage<?>> messages = new ArrayList<>();
    long sequence = account == null ? 0 : shared.computeIfAbsent(account, this::load);
    for (int i = 0; i < events; i++) {
      String mark = new ContentionMark(process, writer, number, i).toString();
      messages.add(
          account != null && i == 0
              ? new GenericDomainEventMessage<>("Account", account, sequence, mark)
              : own.message(messages.size() - (account == null ? 0 : 1), mark));
    }
    try {
      engine.appendEvents(messages);
    } catch (ConcurrencyException | AggregateStreamCreationException e) {
      tally.increment(writer, ContentionTally.Count.CONFLICTS);
      if (account == null) {
        throw e; // nobody else writes there
      }
      shared.merge(account, load(account), Math::max);
      return false;
    } catch (LogBusyException e) {
      tally.increment(writer, ContentionTally.Count.BUSY);
      return false;
    }
    if (account != null) {
      shared.merge(account, sequence + 1, Math::max);
    }
    own.moveOn(events - (account == null ? 0 : 1));
    return true;
  }

  private long load(String account) {
    return engine.lastSequenceNumberFor(account).orElse(-1L) + 1;
  }

  /** Accounts that one writer has for itself, one after the other. */
  private static final class OwnAccount {
    private final String prefix;
    private int account;
    private long next;

    OwnAccount(String prefix) {
      this.prefix = prefix;
    }

    DomainEventMessage<?> message(int ahead, String mark) {
      return new GenericDomainEventMessage<>("Account", prefix + account, next + ahead, mark);
    }

    void moveOn(int events) {
      next += events;
      if (next >= EVENTS_OF_AN_ACCOUNT) {
        account++;
        next = 0;
      }
    }
  }
}
