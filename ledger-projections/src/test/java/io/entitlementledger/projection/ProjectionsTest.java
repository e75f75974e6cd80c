package io.entitlementledger.projection;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.OTHER;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.value.Direction.INCREASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ProjectionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @RegisterExtension final TestMongo mongo = new TestMongo();

  /** A view that can be made unable to take anything in. */
  private static final class Fragile implements Projection {
    final AtomicBoolean broken = new AtomicBoolean();
    final List<Long> positions = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "fragile";
    }

    @Override
    public void prepare() {}

    @Override
    public void apply(List<Fact> facts) {
      if (broken.get()) {
        throw new IllegalStateException("cannot take it in");
      }
      facts.forEach(fact -> positions.add(fact.position()));
    }

    @Override
    public void clear() {
      positions.clear();
    }
  }

  @Test
  void whatAViewCannotTakeInStopsItAndShowsAndIsNeverSkipped() {
    Fragile view = new Fragile();
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long first = ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(1));
      Awaitility.await().atMost(LONG).until(() -> status(ledger).position() == first);
      view.broken.set(true);
      long second = ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(2));
      Awaitility.await().atMost(LONG).until(() -> status(ledger).failure() != null);
      assertThat(status(ledger).position()).isEqualTo(first);
      assertThat(status(ledger).failure())
          .isNotNull()
          .extracting(ProjectionStatus.Failure::message)
          .asString()
          .contains("cannot take it in");
      view.broken.set(false);
      Awaitility.await().atMost(LONG).until(() -> status(ledger).position() == second);
      assertThat(status(ledger).failure()).isNull();
      assertThat(view.positions)
          .containsExactlyElementsOf(LongStream.rangeClosed(0, second).boxed().toList());
    }
  }

  @Test
  void aRebuildTakesInEveryEventAgainInOrder() {
    Fragile view = new Fragile();
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(1));
      long last = ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(2));
      Awaitility.await().atMost(LONG).until(() -> status(ledger).position() == last);
      assertThat(ledger.others.rebuild("fragile")).isEqualTo(last);
      Awaitility.await().atMost(LONG).until(() -> status(ledger).position() == last);
      assertThat(view.positions)
          .containsExactlyElementsOf(LongStream.rangeClosed(0, last).boxed().toList());
      assertThat(status(ledger).running()).isTrue();
    }
  }

  @Test
  void aLedgerThatStopsLeavesItsViewsToOthers() {
    Fragile view = new Fragile();
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long last = ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(1));
      Awaitility.await().atMost(LONG).until(() -> status(ledger).position() == last);
    }
    MongoTokenStore other =
        new MongoTokenStore(mongo.database(), "another process", Duration.ofDays(1));
    assertThat(other.fetchAvailableSegments("fragile")).hasSize(1);
  }

  @Test
  void aSecondProcessGoesOnWithAViewWhereTheFirstHasStopped() {
    Fragile first = new Fragile();
    Fragile second = new Fragile();
    long last;
    try (RunningLedger staying = new RunningLedger(mongo.database(), second)) {
      try (RunningLedger leaving = new RunningLedger(mongo.database(), first)) {
        long before = leaving.change(ACCOUNT, SMS, INCREASE, 1, minute(1));
        Awaitility.await().atMost(LONG).until(() -> status(leaving).position() == before);
      }
      last = staying.change(ACCOUNT, SMS, INCREASE, 1, minute(2));
      Awaitility.await().atMost(LONG).until(() -> status(staying).position() == last);
    }
    assertThat(Stream.of(first, second).flatMap(view -> view.positions.stream()))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(0, last).boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "3, 1", ","})
  void aViewThatWasBegunInMoreSegmentsIsJoinedAndGoesOnAfterTheLowerOne(
      @Nullable Long one, @Nullable Long two) {
    try (RunningLedger before = new RunningLedger(mongo.database())) {
      for (int i = 1; i <= 4; i++) {
        before.change(ACCOUNT, SMS, INCREASE, 1, minute(i));
      }
    }
    MongoTokenStore earlier =
        new MongoTokenStore(mongo.database(), "earlier", Duration.ofSeconds(10));
    earlier.initializeSegment(tokenAt(one), "fragile", 0);
    earlier.initializeSegment(tokenAt(two), "fragile", 1);
    Fragile view = new Fragile();
    try (RunningLedger ledger = new RunningLedger(mongo.database(), view)) {
      long last = ledger.change(OTHER, SMS, INCREASE, 1, minute(5));
      Awaitility.await().atMost(LONG).until(() -> status(ledger).position() == last);
      long next = one == null || two == null ? 0 : Math.min(one, two) + 1;
      assertThat(view.positions)
          .containsExactlyElementsOf(LongStream.rangeClosed(next, last).boxed().toList());
    }
  }

  private static @Nullable TrackingToken tokenAt(@Nullable Long position) {
    return position == null ? null : new GlobalSequenceTrackingToken(position);
  }

  private static ProjectionStatus status(RunningLedger ledger) {
    return ledger.others.status().getFirst();
  }
}
