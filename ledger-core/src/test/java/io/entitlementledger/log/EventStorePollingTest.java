package io.entitlementledger.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an idle event store costs the database: one look a poll interval, and not one more. */
@Timeout(60)
class EventStorePollingTest {
  private static final Duration WATCHED = Duration.ofSeconds(1);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final AtomicInteger commands = new AtomicInteger();
  private final AtomicInteger finds = new AtomicInteger();

  private MongoClient countingClient() {
    CommandListener listener =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            commands.incrementAndGet();
            if (event.getCommandName().equals("find")) {
              finds.incrementAndGet();
            }
          }
        };
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(TestMongo.uri()))
            .addCommandListener(listener)
            .build());
  }

  @Test
  void anIdleSecondTakesTenLooksHoweverManyStreamsAreOpen() throws Exception {
    try (MongoClient client = countingClient();
        OpenLog log =
            new OpenLog(
                client.getDatabase(mongo.database().getName()),
                LogSettings.defaults().pollInterval())) {
      log.publish(Events.message("a", 0));
      List<TrackingEventStream> streams = new ArrayList<>();
      List<Thread> blocked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        TrackingEventStream stream = log.store().openStream(null);
        stream.nextAvailable();
        streams.add(stream);
        if (i % 2 == 0) { // half of the readers wait for the call back, half wait themselves
          blocked.add(
              Thread.ofVirtual()
                  .start(new FutureTask<>(() -> stream.hasNextAvailable(1000, SECONDS))));
        } else {
          stream.setOnAvailableCallback(() -> {});
        }
      }
      int looks = countedFor(WATCHED);
      assertThat(looks).isBetween(1, 12);
      assertThat(commands.get()).isEqualTo(finds.get()); // nothing else was asked either

      for (TrackingEventStream stream : streams) {
        stream.close();
      }
      // A look that was under way may still come; then nobody is left to look for.
      await().until(() -> countedFor(Duration.ofMillis(300)) == 0);
      for (Thread thread : blocked) {
        thread.join();
      }
    }
  }

  private int countedFor(Duration time) throws InterruptedException {
    finds.set(0);
    commands.set(0);
    Thread.sleep(time); // nothing happens meanwhile, which is what is counted
    return finds.get();
  }
}
