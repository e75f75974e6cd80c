package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.MultiSourceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;

/**
 * Tokens there and back. Axon's cases for its own token stores:
 *
 * <ul>
 *   <li>{@code claimAndUpdateToken}, {@code claimAndUpdateTokenWithoutTransaction}, {@code
 *       updateToken}: {@link #theTokenThatWasStoredLastIsFetched}
 *   <li>{@code storeAndLoadAcrossTransactions}: {@link #aTokenIsStoredWhenItsUnitOfWorkCommits}
 *   <li>{@code updateNullToken}, {@code updateAndLoadNullToken}: {@link #noTokenIsATokenToo}
 *   <li>{@code identifierInitializedOnDemand}, {@code identifierReadIfAvailable}, {@code
 *       identifierIsPresent}: {@link #allProcessesSeeOneStorageIdentifier}
 * </ul>
 */
class TokenStoreTokensTest extends TokenStores {
  @Test
  void theTokenThatWasStoredLastIsFetched() {
    mine.initializeTokenSegments("p", 1);
    assertThat(mine.fetchToken("p", 0)).isNull();
    for (TrackingToken token : List.of(FIVE, NINE, FIVE)) {
      mine.storeToken(token, "p", 0);
      assertThat(mine.fetchToken("p", 0)).isEqualTo(token);
    }
  }

  @Test
  void noTokenIsATokenToo() {
    mine.initializeTokenSegments("p", 1, FIVE);
    mine.storeToken(null, "p", 0);
    assertThat(mine.fetchToken("p", 0)).isNull();
    mine.storeToken(null, "p", 0);
    assertThat(mine.fetchToken("p", 0)).isNull();
  }

  @Test
  void aTokenIsStoredWhenItsUnitOfWorkCommits() {
    mine.initializeTokenSegments("p", 1, FIVE);
    UnitOfWork<?> dropped = DefaultUnitOfWork.startAndGet(null);
    mine.storeToken(NINE, "p", 0);
    dropped.rollback();
    assertThat(mine.fetchToken("p", 0)).isEqualTo(FIVE);

    UnitOfWork<?> kept = DefaultUnitOfWork.startAndGet(null);
    mine.storeToken(NINE, "p", 0);
    assertThat(mine.fetchToken("p", 0)).isEqualTo(FIVE);
    kept.commit();
    assertThat(mine.fetchToken("p", 0)).isEqualTo(NINE);
  }

  @Test
  void everyKindOfTokenComesBackTheSame() {
    List<TrackingToken> kinds =
        List.of(
            FIVE,
            ReplayToken.createReplayToken(NINE),
            ReplayToken.createReplayToken(NINE, FIVE, "why"),
            new MergedTrackingToken(FIVE, NINE),
            new MergedTrackingToken(ReplayToken.createReplayToken(NINE, FIVE), NINE),
            GapAwareTrackingToken.newInstance(9, List.of(3L, 7L)),
            new MultiSourceTrackingToken(Map.of("a.b", FIVE, "$c", NINE)));
    mine.initializeTokenSegments("p", 1);
    for (TrackingToken token : kinds) {
      mine.storeToken(token, "p", 0);
      TrackingToken back = mine.fetchToken("p", 0);
      assertThat(back).isEqualTo(token);
      assertThat(ReplayToken.isReplay(back)).isEqualTo(ReplayToken.isReplay(token));
    }
    assertThatThrownBy(
            () -> mine.storeToken(ReplayToken.createReplayToken(NINE, FIVE, List.of("no")), "p", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLowestPositionIsThatOfTheSegmentFurthestBehind() {
    mine.initializeTokenSegments("p", 2, NINE);
    assertThat(mine.lowestPosition("p")).hasValue(9);
    mine.storeToken(FIVE, "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(5);
    mine.storeToken(new MergedTrackingToken(NINE, new GlobalSequenceTrackingToken(3)), "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(3);
    mine.storeToken(
        ReplayToken.createReplayToken(NINE, new GlobalSequenceTrackingToken(2)), "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(2);
    mine.storeToken(ReplayToken.createReplayToken(NINE), "p", 1);
    assertThat(mine.lowestPosition("p")).hasValue(-1);
  }

  @Test
  void allProcessesSeeOneStorageIdentifier() {
    assertThat(mine.retrieveStorageIdentifier())
        .isPresent()
        .isEqualTo(others.retrieveStorageIdentifier())
        .hasValue(
            mongo
                .database()
                .getCollection("tokens")
                .find(Filters.eq("_id", "__config"))
                .first()
                .getString("id"));
  }
}
