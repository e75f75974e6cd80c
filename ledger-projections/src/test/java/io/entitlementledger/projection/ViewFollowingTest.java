package io.entitlementledger.projection;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.value.Direction.INCREASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ProjectionStatus;
import io.entitlementledger.projection.replay.ViewBehindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a view's turns follow one another, and what ends its following and what does not. */
@Timeout(120)
class ViewFollowingTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String NAME = "watched";

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private MongoTokenStore onlooker;

  /** A view that tells of its turns, and does in each what a test wants. */
  private record Watched(
      String name, Consumer<List<Fact>> turn, List<Integer> sizes, List<Long> positions)
      implements Projection {
    Watched(String name, Consumer<List<Fact>> turn) {
      this(name, turn, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    static Watched that(Consumer<List<Fact>> turn) {
      return new Watched(NAME, turn);
    }

    @Override
    public void prepare() {}

    @Override
    public void apply(List<Fact> facts) {
      sizes.add(facts.size());
      facts.forEach(fact -> positions.add(fact.position()));
      turn.accept(facts);
    }

    @Override
    public void clear() {
      positions.clear();
    }
  }

  @BeforeEach
  void look() {
    onlooker = new MongoTokenStore(mongo.database(), "onlooker", Duration.ofMillis(1));
  }

  private long reached() {
    return onlooker.lowestPosition(NAME).orElse(-1);
  }

  private static long change(RunningLedger ledger, int number) {
    return ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(number));
  }

  @Test
  void whatComesDuringATurnIsTakenInTogetherByTheNext() {
    Semaphore gate = new Semaphore(0);
    Watched view = Watched.that(_ -> gate.acquireUninterruptibly());
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long first = change(ledger, 1);
      await().atMost(LONG).until(() -> view.sizes().size() == 1);
      long last = first;
      for (int i = 2; i <= 31; i++) {
        last = change(ledger, i);
      }
      gate.release(1000);
      long end = last;
      await().atMost(LONG).until(() -> reached() == end);
      // The stream is told of the last commit after its caller has gone on, so it may come later.
      assertThat(view.sizes()).hasSizeBetween(2, 3);
      assertThat(view.sizes().get(1)).isGreaterThanOrEqualTo(29);
    }
  }

  @Test
  void theTokenIsWrittenAfterTheTurnAndNeverBefore() {
    List<Long> tokens = new CopyOnWriteArrayList<>();
    List<Long> firsts = new CopyOnWriteArrayList<>();
    Watched view =
        Watched.that(
            facts -> {
              tokens.add(reached());
              firsts.add(facts.getFirst().position());
            });
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      for (int i = 1; i <= 5; i++) {
        long last = change(ledger, i);
        await().atMost(LONG).until(() -> reached() == last);
      }
    }
    assertThat(firsts).hasSizeGreaterThanOrEqualTo(5);
    assertThat(tokens).containsExactlyElementsOf(firsts.stream().map(it -> it - 1).toList());
  }

  @Test
  void afterATurnItPausesThoughMoreIsThere() {
    Semaphore gate = new Semaphore(0);
    List<Long> starts = new CopyOnWriteArrayList<>();
    List<Long> ends = new CopyOnWriteArrayList<>();
    Watched view =
        Watched.that(
            _ -> {
              starts.add(System.nanoTime());
              gate.acquireUninterruptibly();
              ends.add(System.nanoTime());
            });
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      change(ledger, 1);
      await().atMost(LONG).until(() -> starts.size() == 1);
      for (int i = 2; i <= 20; i++) {
        change(ledger, i);
      }
      long last = change(ledger, 21);
      gate.release(1000);
      await().atMost(LONG).until(() -> reached() == last);
    }
    assertThat(starts).hasSizeGreaterThanOrEqualTo(2);
    for (int i = 1; i < starts.size(); i++) {
      assertThat(Duration.ofNanos(starts.get(i) - ends.get(i - 1)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(25));
    }
  }

  @Test
  void anErrorEndsATurnAndNotTheFollowing() {
    AtomicInteger turns = new AtomicInteger();
    Watched view =
        Watched.that(
            _ -> {
              if (turns.incrementAndGet() <= 2) {
                throw new StackOverflowError("too deep");
              }
            });
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long last = change(ledger, 1);
      await().atMost(LONG).until(() -> reached() == last);
      assertThat(turns).hasValueGreaterThan(2);
      assertThat(status(ledger).running()).isTrue();
    }
  }

  @Test
  void aViewInALongTurnHoldsUpNoOther() {
    Semaphore gate = new Semaphore(0);
    Watched watched = Watched.that(_ -> {});
    List<Watched> slow = new ArrayList<>();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      slow.add(new Watched("slow" + i, _ -> gate.acquireUninterruptibly()));
    }
    List<Projection> views = new ArrayList<>(slow);
    views.add(watched);
    try (RunningLedger ledger =
        new RunningLedger(mongo.database(), views.toArray(Projection[]::new))) {
      try {
        change(ledger, 1);
        await().atMost(LONG).until(() -> slow.stream().allMatch(it -> it.sizes().size() == 1));
        long last = change(ledger, 2);
        await().atMost(LONG).until(() -> reached() == last);
      } finally {
        gate.release(1000); // else the ledger would wait for them to stop
      }
    }
  }

  @Test
  void aViewThatIsStoppedAgainAndAgainWhileItStartsGoesOnAfterIt() {
    Watched view = Watched.that(_ -> {});
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long last = change(ledger, 1);
      for (int i = 0; i < 20; i++) {
        ledger.others.rebuild(NAME);
      }
      await().atMost(LONG).until(() -> reached() == last);
      assertThat(view.positions())
          .containsExactlyElementsOf(LongStream.rangeClosed(0, last).boxed().toList());
    }
  }

  @Test
  void aViewThatDoesNotStopIsNotRebuiltAndCanBeOnceItHas() {
    Semaphore gate = new Semaphore(0);
    Watched view = Watched.that(_ -> gate.acquireUninterruptibly());
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long last = change(ledger, 1);
      await().atMost(LONG).until(() -> view.sizes().size() == 1);
      Thread.currentThread().interrupt(); // its patience is at an end at once
      assertThatThrownBy(() -> ledger.others.rebuild(NAME))
          .isInstanceOf(ViewBehindException.class)
          .hasMessageContaining("rebuild it again, or restart");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(status(ledger).running()).isFalse();
      gate.release(1000);
      ledger.others.rebuild(NAME);
      await().atMost(LONG).until(() -> reached() == last);
      assertThat(status(ledger).running()).isTrue();
    }
  }

  private static ProjectionStatus status(RunningLedger ledger) {
    return ledger.others.status().getFirst();
  }
}
