package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.Test;

/**
 * Who may write a token. With {@link TokenStoreSegmentsTest} and {@link TokenStoreTokensTest} it
 * has a case for every one of Axon's suites for its own token stores, but for those about SQL
 * ({@code customLockMode}); here they are:
 *
 * <ul>
 *   <li>{@code claimTokenConcurrently}, {@code deleteTokenFailsWhenClaimedByOtherNode}: {@link
 *       #aClaimKeepsOthersOut}
 *   <li>{@code claimTokenConcurrentlyAfterRelease}: {@link #aReleasedClaimIsFreeForAnother}
 *   <li>{@code claimTokenConcurrentlyAfterTimeLimit}: {@link #aClaimWithoutASignOfLifeIsTakenOver};
 *       Axon's moves the client's clock, which must do nothing here: {@link TokenStoreClockTest}
 *   <li>{@code stealToken}, {@code extendingLostClaimFails}: {@link
 *       #whoLostItsClaimCanDoNothingMoreWithTheSegment}
 *   <li>{@code claimAndDeleteToken}: {@link #aClaimedSegmentIsRemovedAlone}
 *   <li>{@code deleteUnclaimedTokenFails}, {@code deleteTokenRejectedIfNotClaimedOrNotInitialized}:
 *       {@link #aSegmentThatIsNotClaimedIsNotRemoved}
 *   <li>{@code queryAvailableSegments}: {@link #whatIsFreeOursOrRunOutIsAvailable}
 * </ul>
 */
class TokenStoreClaimsTest extends TokenStores {
  private static void refused(ThrowingCallable claim) {
    assertThatThrownBy(claim).isInstanceOf(UnableToClaimTokenException.class);
  }

  @Test
  void aClaimKeepsOthersOut() {
    mine.initializeTokenSegments("p", 2);
    assertThat(mine.fetchToken("p", 0)).isNull();
    mine.storeToken(FIVE, "p", 0);
    mine.extendClaim("p", 0);
    assertThatThrownBy(() -> others.fetchToken("p", 0))
        .isInstanceOf(UnableToClaimTokenException.class)
        .hasMessageContaining("me");
    refused(() -> others.fetchToken("p", Segment.computeSegment(0, 0, 1)));
    refused(() -> others.storeToken(null, "p", 0));
    refused(() -> others.extendClaim("p", 0));
    refused(() -> others.deleteToken("p", 0));
    others.releaseClaim("p", 0);
    refused(() -> others.fetchToken("p", 0));
    assertThat(mine.fetchToken("p", 0)).isEqualTo(FIVE);
  }

  @Test
  void aReleasedClaimIsFreeForAnother() {
    mine.initializeTokenSegments("p", 1);
    mine.storeToken(FIVE, "p", 0);
    mine.releaseClaim("p", 0);
    assertThat(others.fetchToken("p", 0)).isEqualTo(FIVE);
    refused(() -> mine.extendClaim("p", 0));
  }

  @Test
  void aClaimWithoutASignOfLifeIsTakenOver() {
    mine.initializeTokenSegments("p", 1);
    mine.storeToken(FIVE, "p", 0);
    awaitThatTheClaimRanOut();
    refused(() -> others.fetchToken("p", 0)); // it grants a minute
    assertThat(impatient.fetchToken("p", 0)).isEqualTo(FIVE);
  }

  private void awaitThatTheClaimRanOut() {
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !impatient.fetchAvailableSegments("p").isEmpty());
  }

  @Test
  void whoLostItsClaimCanDoNothingMoreWithTheSegment() {
    mine.initializeTokenSegments("p", 1);
    mine.fetchToken("p", 0);
    awaitThatTheClaimRanOut();
    impatient.fetchToken("p", 0);
    refused(() -> mine.extendClaim("p", 0));
    refused(() -> mine.storeToken(FIVE, "p", 0));
    refused(() -> mine.deleteToken("p", 0));
    mine.releaseClaim("p", 0);
    impatient.extendClaim("p", 0);
    impatient.storeToken(NINE, "p", 0);
    assertThat(impatient.fetchToken("p", 0)).isEqualTo(NINE);
  }

  @Test
  void everyUseOfAClaimIsASignOfLife() {
    mine.initializeTokenSegments("p", 1);
    List<Runnable> uses =
        List.of(
            () -> mine.fetchToken("p", 0),
            () -> mine.storeToken(FIVE, "p", 0),
            () -> mine.extendClaim("p", 0));
    for (Runnable use : uses) {
      Date before = claimedAt();
      await()
          .pollInterval(Duration.ofMillis(1))
          .untilAsserted(
              () -> {
                use.run();
                assertThat(claimedAt()).isAfter(before);
              });
    }
  }

  private Date claimedAt() {
    return mongo
        .database()
        .getCollection("tokens")
        .find(Filters.eq("_id", "p"))
        .first()
        .getEmbedded(List.of("segments", "s0", "at"), Date.class);
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
  void aClaimedSegmentIsRemovedAlone() {
    mine.initializeTokenSegments("p", 2);
    mine.fetchToken("p", 0);
    mine.fetchToken("p", 1);
    mine.deleteToken("p", 1);
    assertThat(mine.fetchSegments("p")).containsExactly(0);
    refused(() -> mine.fetchToken("p", 1));
  }

  @Test
  void aSegmentThatIsNotClaimedIsNotRemoved() {
    refused(() -> mine.deleteToken("unknown", 0));
    mine.initializeTokenSegments("p", 2);
    refused(() -> mine.deleteToken("p", 0));
    refused(() -> mine.deleteToken("p", 2));
    mine.fetchToken("p", 0);
    mine.releaseClaim("p", 0);
    refused(() -> mine.deleteToken("p", 0));
    assertThat(mine.fetchSegments("p")).containsExactly(0, 1);
  }

  @Test
  void whatIsFreeOursOrRunOutIsAvailable() {
    mine.initializeTokenSegments("p", 3);
    mine.storeToken(FIVE, "p", 0);
    others.storeToken(FIVE, "p", 1);
    assertThat(available(mine)).containsExactly(0, 2);
    assertThat(available(others)).containsExactly(1, 2);
    mine.releaseClaim("p", 0);
    assertThat(available(others)).containsExactly(0, 1, 2);
    await().untilAsserted(() -> assertThat(available(impatient)).containsExactly(0, 1, 2));
    assertThat(mine.fetchAvailableSegments("unknown")).isEmpty();
  }

  private static List<Integer> available(MongoTokenStore store) {
    return store.fetchAvailableSegments("p").stream().map(Segment::getSegmentId).toList();
  }
}
