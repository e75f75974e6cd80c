package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire.Fault;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers are answered in time while the server is not there, whatever the driver waits for. */
class RefusedConnectionTest extends FaultyWireTest {
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  /** As long as the driver waits for a server by itself. */
  private static final long DRIVERS_DEFAULT = 30_000;

  /** Promised are two patiences; the rest is for a slow machine, and well below the driver's. */
  private static final Duration PROMISED = PATIENCE.multipliedBy(2).plusSeconds(7);

  private static Duration time(Runnable action) {
    long from = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - from);
  }

  @ParameterizedTest(name = "silent: {0}")
  @ValueSource(booleans = {false, true})
  void aCallerIsAnsweredInTimeAndWritingGoesOnByItself(boolean silent) {
    try (Appender other = new Appender(log, LogSettings.defaults())) {
      other.append(Events.draft(Events.events("known-to-others", 0, 1)));
    }
    try (MongoClient client = wire.client(true, DRIVERS_DEFAULT);
        Appender appender = appender(client, PATIENCE)) {
      appender.append(Events.draft(Events.events("known", 0, 1)));
      if (silent) {
        wire.silence();
      } else {
        wire.refuse();
      }
      // Where its stream stands must be looked up first; nothing was sent yet, so nothing is.
      Draft unknown = Events.draft(Events.events("known-to-others", 1, 1));
      Duration waited =
          time(
              () ->
                  assertThat(catchThrowable(() -> appender.append(unknown)))
                      .isInstanceOf(LogBusyException.class));
      assertThat(waited).isLessThan(PROMISED);

      Draft undecided = Events.draft(Events.events("known", 1, 1));
      waited =
          time(
              () ->
                  assertThat(catchThrowable(() -> appender.append(undecided)))
                      .isInstanceOfAny(LogBusyException.class, CommitUndecidedException.class));
      assertThat(waited).isLessThan(PROMISED);

      wire.heal();
      await().until(() -> !appender.isStalled());
      // Told busy, so it never came; and what is written now needs no help.
      assertThat(appender.append(Events.draft(Events.events("known-to-others", 1, 1))))
          .isPositive();
    }
    assertThat(named(stored())).doesNotHaveDuplicates().contains("known-to-others1");
  }

  @Test
  void whatWasSentBeforeTheOutageIsFoundOutAfterIt() throws Exception {
    try (MongoClient client = wire.client(false, SELECTION_MILLIS);
        Appender appender = appender(client, PATIENCE)) {
      appender.append(Events.draft(Events.events("a", 0, 1)));
      wire.refuseAfterCut();
      wire.next("insert", Fault.CUT_AFTER);
      FutureTask<Long> sent = append(appender, Events.events("a", 1, 1));
      assertThat(catchThrowable(sent::get)).hasCauseInstanceOf(CommitUndecidedException.class);
      assertThat(appender.isStalled()).isTrue();
      wire.heal();
      assertThat(appender.append(Events.draft(Events.events("a", 2, 1)))).isEqualTo(2);
      assertThat(appender.isStalled()).isFalse();
    }
    assertThat(named(stored())).containsExactly("a0", "a1", "a2");
  }
}
