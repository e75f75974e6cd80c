package io.entitlementledger.log;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStoreTest;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Axon's suite for its own event store, every case but one, over our engine. It makes that store
 * itself and so cannot be given ours; these are the cases for ours:
 *
 * <ul>
 *   <li>{@code existingEventIsPassedToReader}, {@code
 *       eventPublishedAfterOpeningStreamIsPassedToReaderImmediately}: {@link
 *       LedgerEventStoreTest#whatIsThereIsReadAndWhatComesWakesTheReader}
 *   <li>{@code readingIsBlockedWhenStoreIsEmpty}, {@code readingIsBlockedWhenEndOfStreamIsReached}:
 *       {@link EventStoreTailTest#aReaderAtTheEndWaitsForTheNextEvent}
 *   <li>{@code readingCanBeContinuedUsingLastToken}: {@link
 *       EventStorePositionsTest#readingGoesOnAfterAnyEventsToken}
 *   <li>{@code eventIsFetchedFromCacheWhenFetchedASecondTime}: {@link
 *       EventStorePositionsTest#readingAgainGivesTheSame}; there is no cache
 *   <li>{@code periodicPollingWhenEventStorageIsUpdatedIndependently}: {@link
 *       EventStoreTailTest#commitsOfAnotherProcessAreSeenWithinThePollInterval}
 *   <li>{@code consumerStopsTailingWhenItFallsBehindTheCache}: {@link
 *       EventStoreTailTest#consumersOfEverySpeedGetEverythingInOrder}
 *   <li>{@code streamEventsShouldNotReturnDuplicateTokens}: {@link
 *       EventStoreTailTest#noTokenComesTwice}
 *   <li>{@code loadWithoutSnapshot}, {@code loadWithSnapshot}, {@code loadWithFailingSnapshot}:
 *       {@link LedgerEventStoreTest#aSnapshotShortensLoadingAndABrokenOneDoesNotHinderIt} and
 *       {@link EventStoreLoadingTest}
 *   <li>{@code loadEventsAfterPublishingInSameUnitOfWork}, {@code
 *       loadEventsWithOffsetAfterPublishingInSameUnitOfWork}, {@code
 *       eventsAppendedInvisibleUntilUnitOfWorkIsCommitted}, {@code
 *       stagedEventsNotDuplicatedAfterCommit}, {@code appendEventsCreatesCorrectSpans}: {@link
 *       EventStoreLoadingTest}
 *   <li>{@code customThreadFactoryIsUsed}, {@code
 *       openStreamReadsEventsFromAnEventProducedByVerifyThreadFactoryOperation}, {@code
 *       tailingConsumptionThreadIsNeverCreatedIfEventConsumptionOptimizationIsSwitchedOff}, {@code
 *       eventStreamKeepsReturningEventsIfEventConsumptionOptimizationIsSwitchedOff}: about the
 *       thread that fills Axon's cache; what it costs ours is in {@link EventStorePollingTest}
 * </ul>
 */
class AxonEventStoreTest extends EmbeddedEventStoreTest {
  private static final String NEEDS_TESTCONTAINERS =
      "consumerStopsTailingWhenItFallsBehindTheCache";

  @RegisterExtension final TestMongo mongo = new TestMongo();

  /** It needs a library that Testcontainers has a copy of, and is about the cache alone. */
  @RegisterExtension
  static final ExecutionCondition ALL_BUT_ONE =
      context ->
          context
                  .getTestMethod()
                  .map(Method::getName)
                  .filter(NEEDS_TESTCONTAINERS::equals)
                  .isPresent()
              ? ConditionEvaluationResult.disabled("it needs Testcontainers")
              : ConditionEvaluationResult.enabled("it is about the engine, too");

  private final List<Appender> appenders = new ArrayList<>();

  @AfterEach
  void close() {
    appenders.forEach(Appender::close);
  }

  @Override
  public EventStorageEngine createStorageEngine() {
    Appender appender = new Appender(new EventLog(mongo.database()), LogSettings.defaults());
    appenders.add(appender);
    return OpenLog.engine(mongo.database(), appender).build();
  }
}
