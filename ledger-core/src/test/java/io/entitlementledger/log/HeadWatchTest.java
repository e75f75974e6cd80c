package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One that fails when told of new commits does not keep them from the others. */
@Timeout(30)
class HeadWatchTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();

  private static void fail() {
    throw new AssertionError("a watcher's own");
  }

  @Test
  void aFailingWatcherIsLoggedAndTheOthersAreWoken() {
    AtomicInteger woken = new AtomicInteger();
    try (LoggedLines logged = new LoggedLines(HeadWatch.class);
        HeadWatch watch = new HeadWatch(new EventLog(mongo.database()), Duration.ofMinutes(10))) {
      watch.watch(HeadWatchTest::fail);
      watch.watch(woken::incrementAndGet);
      watch.reached(1);
      assertThat(woken).hasValue(1);
      assertThat(logged.lines()).hasSize(1).first().asString().contains("watcher");
    }
    assertThat(woken).hasValue(2); // closing wakes all, too
  }

  @Test
  void anErrorIsLoggedAndDoesNotEndTheWatch() {
    UnwillingMongo unwilling = new UnwillingMongo(mongo.database());
    EventLog log = new EventLog(mongo.database());
    try (LoggedLines logged = new LoggedLines(HeadWatch.class);
        Appender other = new Appender(log, LogSettings.defaults());
        HeadWatch watch =
            new HeadWatch(new EventLog(unwilling.database()), Duration.ofMillis(10))) {
      unwilling.refuseReads(new LinkageError("for now"));
      watch.watch(() -> {});
      await().until(() -> !logged.lines().isEmpty());
      unwilling.refuseReads(null);
      other.append(Events.draft(Events.events("a", 0, 2)));
      await().until(() -> watch.next() == 2);
      assertThat(logged.lines()).hasSize(1);
    }
  }

  @Test
  void aFailingListenerIsLoggedAndTheOthersAreTold() {
    AtomicLong told = new AtomicLong();
    EventLog log = new EventLog(mongo.database());
    try (LoggedLines logged = new LoggedLines(Appender.class);
        Appender appender = new Appender(log, LogSettings.defaults())) {
      appender.onAppended(next -> fail());
      appender.onAppended(told::set);
      for (long next = 1; next <= 2; next++) {
        appender.append(Events.draft(Events.events("a", next - 1, 1)));
        await().untilAtomic(told, org.hamcrest.Matchers.equalTo(next));
        assertThat(logged.lines()).hasSize((int) next).last().asString().contains("listener");
      }
    }
  }
}
