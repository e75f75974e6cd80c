package io.entitlementledger.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.log.FaultyWire;
import io.entitlementledger.log.FaultyWire.Fault;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.TestMongo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What a view's follower claims and gives back, and what it says of what fails. */
@Timeout(120)
class ViewFollowerTest {
  private static final Duration LONG = Duration.ofSeconds(30); // and less than a claim lasts
  private static final String NAME = "view";

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final List<ViewFollower> followers = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ViewFollower.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private FragileLog log;
  private MongoTokenStore ours;
  private MongoTokenStore theirs;

  private record View(String name, Consumer<List<Fact>> turn) implements Projection {
    @Override
    public void prepare() {}

    @Override
    public void apply(List<Fact> facts) {
      turn.accept(facts);
    }

    @Override
    public void clear() {}
  }

  @BeforeEach
  void open() {
    log = new FragileLog(mongo.database());
    ours = tokens(mongo.database(), "ours", Duration.ofMinutes(1));
    theirs = tokens(mongo.database(), "theirs", Duration.ofMinutes(1));
    logged.list = new CopyOnWriteArrayList<>(); // the followers' threads write it
    logged.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(logged);
  }

  @AfterEach
  void close() {
    followers.forEach(ViewFollower::stop);
    followers.forEach(follower -> follower.awaitEnd(LONG));
    log.close();
    logger.detachAppender(logged);
    logger.setLevel(null);
  }

  private static MongoTokenStore tokens(MongoDatabase database, String owner, Duration claim) {
    return new MongoTokenStore(database, owner, claim);
  }

  private ViewFollower follow(MongoTokenStore tokens, Consumer<List<Fact>> turn) {
    ViewFollower follower =
        new ViewFollower(new View(NAME, turn), log, tokens, InstantSource.system());
    followers.add(follower);
    follower.start();
    return follower;
  }

  private void awaitPosition(long position) {
    await().atMost(LONG).until(() -> theirs.lowestPosition(NAME).orElse(-1) == position);
  }

  private void awaitClaim(MongoTokenStore store, int segment) {
    await().atMost(LONG).ignoreExceptions().untilAsserted(() -> store.fetchToken(NAME, segment));
  }

  /** What an operator is told. */
  private List<ILoggingEvent> told() {
    return logged.list.stream().filter(it -> it.getLevel().isGreaterOrEqual(Level.WARN)).toList();
  }

  private long looks() {
    return logged.list.stream().filter(it -> it.getMessage().contains("is another's")).count();
  }

  @Test
  void aViewOfWhichAnotherHasASegmentIsLeftToItAsAWhole() {
    long last = log.add();
    theirs.initializeTokenSegments(NAME, 3);
    theirs.fetchToken(NAME, 2);
    follow(ours, _ -> {});
    await().atMost(LONG).until(() -> looks() > 0);
    awaitClaim(theirs, 0);
    awaitClaim(theirs, 1);
    follow(theirs, _ -> {});
    awaitPosition(last);
  }

  @Test
  void aViewThatAnotherProcessHasTakenIsLeftToItUntilItStops() {
    long last = log.add();
    Semaphore gate = new Semaphore(0);
    List<Long> taken = new CopyOnWriteArrayList<>();
    ViewFollower follower =
        follow(
            ours,
            facts -> {
              facts.forEach(fact -> taken.add(fact.position()));
              gate.acquireUninterruptibly();
            });
    await().atMost(LONG).until(() -> taken.size() == 1);
    // To one of little patience our claim has run out.
    awaitClaim(tokens(mongo.database(), "theirs", Duration.ofMillis(1)), 0);
    gate.release(1000);
    await().atMost(LONG).until(() -> looks() > 1);
    assertThat(taken).hasSize(1);
    assertThat(theirs.lowestPosition(NAME)).hasValue(-1); // the turn's token was not written
    assertThat(follower.failure()).isNull(); // that is no fault of the view
    theirs.releaseClaim(NAME, 0);
    awaitPosition(last);
    assertThat(taken).containsExactly(last, last);
  }

  @Test
  void aViewThatIsStoppedInTheMiddleOfABatchIsLeftToOthersAtOnceAndNothingIsSaidToHaveFailed() {
    log.add();
    CountDownLatch inside = new CountDownLatch(1);
    ViewFollower follower =
        follow(
            ours,
            _ -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await(); // a store that does not answer
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MongoException("interrupted", e);
              }
            });
    await().atMost(LONG).until(() -> inside.getCount() == 0);
    follower.stop();
    assertThat(follower.awaitEnd(Duration.ofMillis(100))).isTrue();
    assertThat(theirs.fetchAvailableSegments(NAME)).hasSize(1);
    assertThat(follower.failure()).isNull();
    assertThat(told()).isEmpty();
  }

  @Test
  void anOutageOfTheStoreIsToldOnceAndInOneLine() {
    long last = log.add();
    log.failWith(() -> new MongoException("no store"));
    try (FaultyWire wire = new FaultyWire();
        MongoClient client = wire.client(false, LONG.toMillis())) {
      // Nor can the claim be given back.
      wire.next("update", Stream.generate(() -> Fault.CUT_BEFORE).limit(3).toArray(Fault[]::new));
      MongoDatabase database = client.getDatabase(mongo.database().getName());
      ViewFollower follower = follow(tokens(database, "ours", Duration.ofMinutes(1)), _ -> {});
      await().atMost(LONG).until(() -> log.opened() > 4);
      log.failWith(null);
      awaitPosition(last);
      follower.stop();
      assertThat(follower.awaitEnd(LONG)).isTrue();
    }
    assertThat(told()).hasSize(1);
    assertThat(told().getFirst().getFormattedMessage()).contains(NAME, "stands", "no store");
    assertThat(told().getFirst().getThrowableProxy()).isNull();
  }

  @Test
  void aFaultOfTheProgramIsToldWithItsPlace() {
    log.failWith(() -> new NullPointerException("a fault"));
    follow(ours, _ -> {});
    await().atMost(LONG).until(() -> log.opened() > 2);
    assertThat(told()).hasSize(1);
    assertThat(told().getFirst().getThrowableProxy().getMessage()).isEqualTo("a fault");
  }

  @Test
  void aBatchThatCannotBeTakenInIsToldOnceAndWithItsPlace() {
    long last = log.add();
    Semaphore tries = new Semaphore(3);
    follow(
        ours,
        _ -> {
          if (tries.tryAcquire()) {
            throw new IllegalStateException("too much");
          }
        });
    awaitPosition(last);
    assertThat(told()).hasSize(1);
    assertThat(told().getFirst().getLevel()).isEqualTo(Level.ERROR);
    assertThat(told().getFirst().getThrowableProxy().getMessage()).isEqualTo("too much");
  }
}
