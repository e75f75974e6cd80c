package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.MultiSourceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.UnableToInitializeTokenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claims, segments, splits and merges between processes, and tokens there and back. */
class MongoTokenStoreTest {
  private static final TrackingToken FIVE = new GlobalSequenceTrackingToken(5);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private MongoTokenStore mine;
  private MongoTokenStore others;
  private MongoTokenStore impatient;

  @BeforeEach
  void open() {
    mine = new MongoTokenStore(mongo.database(), "me", Duration.ofMinutes(1));
    others = new MongoTokenStore(mongo.database(), "other", Duration.ofMinutes(1));
    impatient = new MongoTokenStore(mongo.database(), "impatient", Duration.ofMillis(50));
  }

  @Test
  void segmentsAreMadeOnceAndAllTogether() {
    assertThat(mine.fetchSegments("p")).isEmpty();
    assertThat(mine.lowestPosition("p")).isEmpty();
    assertThat(mine.requiresExplicitSegmentInitialization()).isTrue();
    mine.initializeTokenSegments("p", 4, FIVE);
    assertThat(mine.fetchSegments("p")).containsExactly(0, 1, 2, 3);
    assertThat(mine.fetchToken("p", 3)).isEqualTo(FIVE);
    assertThatThrownBy(() -> others.initializeTokenSegments("p", 2))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThatThrownBy(() -> mine.fetchToken("p", 4))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThatThrownBy(() -> mine.storeToken(FIVE, "unknown", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
  }

  @Test
  void oneSegmentCanBeAddedWhereThereIsNone() {
    mine.initializeSegment(FIVE, "p", 7);
    mine.initializeSegment(null, "p", 8);
    assertThatThrownBy(() -> mine.initializeSegment(null, "p", 7))
        .isInstanceOf(UnableToInitializeTokenException.class);
    assertThat(mine.fetchSegments("p")).containsExactly(7, 8);
    assertThat(mine.fetchToken("p", 7)).isEqualTo(FIVE);
    assertThat(mine.fetchToken("p", 8)).isNull();
  }

  @Test
  void aClaimKeepsOthersOutUntilItIsReleased() {
    mine.initializeTokenSegments("p", 2);
    assertThat(mine.fetchToken("p", 0)).isNull();
    mine.storeToken(FIVE, "p", 0);
    mine.extendClaim("p", 0);
    assertThatThrownBy(() -> others.fetchToken("p", 0))
        .isInstanceOf(UnableToClaimTokenException.class)
        .hasMessageContaining("me");
    assertThatThrownBy(() -> others.storeToken(null, "p", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThatThrownBy(() -> others.extendClaim("p", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThatThrownBy(() -> others.deleteToken("p", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
    others.releaseClaim("p", 0);
    assertThatThrownBy(() -> others.fetchToken("p", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThat(others.fetchAvailableSegments("p"))
        .extracting(Segment::getSegmentId)
        .containsExactly(1);
    assertThat(mine.fetchAvailableSegments("p")).hasSize(2);

    mine.releaseClaim("p", 0);
    assertThat(others.fetchToken("p", 0)).isEqualTo(FIVE);
    others.deleteToken("p", 0);
    assertThat(mine.fetchSegments("p")).containsExactly(1);
  }

  @Test
  void aClaimWithoutASignOfLifeIsTakenOver() {
    mine.initializeTokenSegments("p", 1);
    mine.fetchToken("p", 0);
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !impatient.fetchAvailableSegments("p").isEmpty());
    assertThat(impatient.fetchToken("p", 0)).isNull();
    assertThatThrownBy(() -> mine.extendClaim("p", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThatThrownBy(() -> mine.storeToken(FIVE, "p", 0))
        .isInstanceOf(UnableToClaimTokenException.class);
  }

  @Test
  void ofManyWhoClaimOnlyOneGetsIt() throws Exception {
    mine.initializeTokenSegments("p", 1);
    List<Callable<TrackingToken>> claims = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      MongoTokenStore store =
          new MongoTokenStore(mongo.database(), "node-" + i, Duration.ofMinutes(1));
      claims.add(() -> store.fetchToken("p", 0));
    }
    int got = 0;
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (Future<TrackingToken> claim : threads.invokeAll(claims)) {
        try {
          claim.get();
          got++;
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(UnableToClaimTokenException.class);
        }
      }
    }
    assertThat(got).isEqualTo(1);
  }

  @Test
  void aSegmentThatWasSplitOrMergedMeanwhileIsNotClaimed() {
    mine.initializeTokenSegments("p", 2);
    Segment zero = Segment.computeSegment(0, 0, 1);
    Segment one = Segment.computeSegment(1, 0, 1);
    assertThat(mine.fetchToken("p", zero)).isNull();
    mine.releaseClaim("p", 0);

    mine.initializeSegment(null, "p", zero.splitSegmentId());
    assertThatThrownBy(() -> mine.fetchToken("p", zero))
        .isInstanceOf(UnableToClaimTokenException.class)
        .hasMessageContaining("split");
    mine.fetchToken("p", zero.splitSegmentId());
    mine.deleteToken("p", zero.splitSegmentId());
    mine.fetchToken("p", one);
    mine.deleteToken("p", 1);
    assertThatThrownBy(() -> mine.fetchToken("p", zero))
        .isInstanceOf(UnableToClaimTokenException.class)
        .hasMessageContaining("merged");
    assertThat(others.fetchToken("p", Segment.ROOT_SEGMENT)).isNull(); // the refused claim is free
  }

  @Test
  void everyKindOfTokenComesBackTheSame() {
    TrackingToken nine = new GlobalSequenceTrackingToken(9);
    List<TrackingToken> kinds =
        List.of(
            FIVE,
            ReplayToken.createReplayToken(nine),
            ReplayToken.createReplayToken(nine, FIVE, "why"),
            new MergedTrackingToken(FIVE, nine),
            new MergedTrackingToken(ReplayToken.createReplayToken(nine, FIVE), nine),
            GapAwareTrackingToken.newInstance(9, List.of(3L, 7L)),
            new MultiSourceTrackingToken(Map.of("a.b", FIVE, "$c", nine)));
    mine.initializeTokenSegments("p", 1);
    for (TrackingToken token : kinds) {
      mine.storeToken(token, "p", 0);
      TrackingToken back = mine.fetchToken("p", 0);
      assertThat(back).isEqualTo(token);
      assertThat(ReplayToken.isReplay(back)).isEqualTo(ReplayToken.isReplay(token));
    }
    mine.storeToken(null, "p", 0);
    assertThat(mine.fetchToken("p", 0)).isNull();
    assertThatThrownBy(
            () -> mine.storeToken(ReplayToken.createReplayToken(nine, FIVE, List.of("no")), "p", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLowestPositionIsThatOfTheSegmentFurthestBehind() {
    TrackingToken nine = new GlobalSequenceTrackingToken(9);
    mine.initializeTokenSegments("p", 2, nine);
    assertThat(mine.lowestPosition("p")).hasValue(9);
    mine.storeToken(FIVE, "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(5);
    mine.storeToken(new MergedTrackingToken(nine, new GlobalSequenceTrackingToken(3)), "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(3);
    mine.storeToken(
        ReplayToken.createReplayToken(nine, new GlobalSequenceTrackingToken(2)), "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(2);
    mine.storeToken(ReplayToken.createReplayToken(nine), "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(-1);
  }

  @Test
  void allProcessesSeeOneStorageIdentifier() {
    assertThat(mine.retrieveStorageIdentifier())
        .isPresent()
        .isEqualTo(others.retrieveStorageIdentifier());
  }
}
