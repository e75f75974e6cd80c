package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.UnableToInitializeTokenException;
import org.junit.jupiter.api.Test;

/**
 * Making, splitting and merging segments. Axon's cases for its own token stores:
 *
 * <ul>
 *   <li>{@code initializeTokens}, {@code initializeTokensAtGivenPosition}, {@code
 *       initializeAtGivenToken}, {@code initializeTokensWhileAlreadyPresent}: {@link
 *       #segmentsAreMadeOnceAndAllTogether}
 *   <li>{@code querySegments}: {@link #eachProcessorHasItsOwnSegments}
 *   <li>{@code TokenStoreTest.fetchAvailableSegments}: {@link #segmentsKnowTheirMasks}; Axon's own
 *       is of an interface it mocks in a private field, so that it cannot be run against a store
 *   <li>{@code fetchTokenBySegment}, {@code fetchTokenBySegmentSegment0}: {@link
 *       #aSegmentAsItStandsIsClaimed}
 *   <li>{@code fetchTokenBySegmentFailsDuringMerge}, {@code
 *       fetchTokenBySegmentFailsDuringMergeSegment0}: {@link #aSegmentThatWasMergedIsNotClaimed}
 *   <li>{@code fetchTokenBySegmentFailsDuringSplit}, {@code
 *       fetchTokenBySegmentFailsDuringSplitSegment0}: {@link #aSegmentThatWasSplitIsNotClaimed}
 * </ul>
 */
class TokenStoreSegmentsTest extends TokenStores {
  @Test
  void segmentsAreMadeOnceAndAllTogether() {
    assertThat(mine.fetchSegments("p")).isEmpty();
    assertThat(mine.lowestPosition("p")).isEmpty();
    assertThat(mine.requiresExplicitSegmentInitialization()).isTrue();
    mine.initializeTokenSegments("p", 7, FIVE);
    assertThat(mine.fetchSegments("p")).containsExactly(0, 1, 2, 3, 4, 5, 6);
    for (int segment : mine.fetchSegments("p")) {
      assertThat(mine.fetchToken("p", segment)).isEqualTo(FIVE);
    }
    assertThatThrownBy(() -> others.initializeTokenSegments("p", 2))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThat(mine.fetchSegments("p")).hasSize(7);
    assertThatThrownBy(() -> mine.fetchToken("p", 7))
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
  void eachProcessorHasItsOwnSegments() {
    mine.initializeTokenSegments("p", 2);
    mine.initializeTokenSegments("q", 12);
    mine.storeToken(FIVE, "p", 1);
    assertThat(others.fetchSegments("p")).containsExactly(0, 1);
    assertThat(others.fetchSegments("q")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(others.fetchToken("q", 1)).isNull(); // neither token nor claim is p's
    assertThat(others.fetchSegments("r")).isEmpty();
    mine.retrieveStorageIdentifier();
    assertThat(mine.fetchSegments("p")).containsExactly(0, 1);
  }

  @Test
  void segmentsKnowTheirMasks() {
    mine.initializeTokenSegments("four", 4);
    assertThat(mine.fetchAvailableSegments("four"))
        .containsExactly(
            Segment.computeSegment(0, 0, 1, 2, 3),
            Segment.computeSegment(1, 0, 1, 2, 3),
            Segment.computeSegment(2, 0, 1, 2, 3),
            Segment.computeSegment(3, 0, 1, 2, 3))
        .extracting(Segment::getMask)
        .containsOnly(3);
    mine.initializeTokenSegments("three", 3);
    others.fetchToken("three", 1); // what another has claimed still tells the others' masks
    assertThat(mine.fetchAvailableSegments("three"))
        .extracting(Segment::getSegmentId, Segment::getMask)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(0, 3),
            org.assertj.core.api.Assertions.tuple(2, 3));
  }

  @Test
  void aSegmentAsItStandsIsClaimed() {
    mine.initializeTokenSegments("one", 1, FIVE);
    assertThat(mine.fetchToken("one", Segment.ROOT_SEGMENT)).isEqualTo(FIVE);
    mine.initializeTokenSegments("two", 2, FIVE);
    assertThat(mine.fetchToken("two", Segment.computeSegment(1, 0, 1))).isEqualTo(FIVE);
    assertThatThrownBy(() -> others.fetchToken("two", 1))
        .isInstanceOf(UnableToClaimTokenException.class);
  }

  @Test
  void aSegmentThatWasMergedIsNotClaimed() {
    mine.initializeTokenSegments("p", 1);
    for (int half : List.of(0, 1)) {
      assertThatThrownBy(() -> mine.fetchToken("p", Segment.computeSegment(half, 0, 1)))
          .isInstanceOf(UnableToClaimTokenException.class);
    }
    assertThat(others.fetchToken("p", Segment.ROOT_SEGMENT)).isNull(); // the refused claim is free
  }

  @Test
  void aSegmentThatWasSplitIsNotClaimed() {
    mine.initializeTokenSegments("p", 4);
    for (int half : List.of(0, 1)) {
      assertThatThrownBy(() -> mine.fetchToken("p", Segment.computeSegment(half, 0, 1)))
          .isInstanceOf(UnableToClaimTokenException.class)
          .hasMessageContaining("split");
      assertThat(others.fetchToken("p", Segment.computeSegment(half, 0, 1, 2, 3))).isNull();
    }
    assertThatThrownBy(() -> mine.fetchToken("p", Segment.ROOT_SEGMENT))
        .isInstanceOf(UnableToClaimTokenException.class);
  }

  @Test
  void aSplitAndAMergeThereAndBackKeepTheToken() {
    mine.initializeTokenSegments("p", 1, FIVE);
    mine.fetchToken("p", 0);
    mine.initializeSegment(FIVE, "p", 1);
    mine.releaseClaim("p", 0);
    assertThat(others.fetchToken("p", Segment.computeSegment(1, 0, 1))).isEqualTo(FIVE);
    others.storeToken(NINE, "p", 1);
    others.releaseClaim("p", 1);

    mine.fetchToken("p", 0);
    mine.fetchToken("p", 1);
    mine.deleteToken("p", 1);
    mine.storeToken(MergedTrackingToken.merged(FIVE, NINE), "p", 0);
    mine.releaseClaim("p", 0);
    assertThat(others.fetchToken("p", Segment.ROOT_SEGMENT))
        .isEqualTo(new MergedTrackingToken(FIVE, NINE));
    assertThat(mine.lowestPosition("p")).hasValue(5);
  }

  @Test
  void aSegmentWhoseHalfIsNoLongerOursIsNotMerged() {
    mine.initializeTokenSegments("p", 2, NINE);
    mine.storeToken(FIVE, "p", 1);
    others.fetchToken("p", 0); // as when ours has run out
    assertThatThrownBy(() -> mine.deleteToken("p", 1))
        .isInstanceOf(UnableToClaimTokenException.class);
    others.releaseClaim("p", 0);
    assertThatThrownBy(() -> mine.deleteToken("p", 1))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThat(mine.fetchSegments("p")).containsExactly(0, 1);
    assertThat(mine.lowestPosition("p")).hasValue(5);
  }

  @Test
  void aMergeThatBreaksOffAfterTheRemovalSkipsNothing() {
    mine.initializeTokenSegments("p", 4, FIVE);
    for (int segment = 0; segment < 4; segment++) {
      mine.fetchToken("p", segment);
    }
    mine.storeToken(NINE, "p", 0);
    mine.storeToken(NINE, "p", 3);
    mine.deleteToken("p", 2); // the half that is behind; the token of both is not stored any more
    mine.deleteToken("p", 3);
    mine.releaseClaim("p", 0);
    mine.releaseClaim("p", 1);
    assertThat(others.fetchToken("p", 0)).isEqualTo(new MergedTrackingToken(NINE, FIVE));
    assertThat(others.fetchToken("p", 1)).isEqualTo(new MergedTrackingToken(FIVE, NINE));
  }
}
