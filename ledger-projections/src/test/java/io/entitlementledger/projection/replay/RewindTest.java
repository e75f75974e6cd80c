package io.entitlementledger.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.TestMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RewindTest {
  private static final String VIEW = "view";
  private static final GlobalSequenceTrackingToken TAIL = new GlobalSequenceTrackingToken(-1);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private MongoTokenStore ours;
  private MongoTokenStore theirs;

  @BeforeEach
  void handledUpToSeven() {
    ours = new MongoTokenStore(mongo.database(), "ours", Duration.ofMinutes(1));
    theirs = new MongoTokenStore(mongo.database(), "theirs", Duration.ofMinutes(1));
    ours.initializeTokenSegments(VIEW, 2, new GlobalSequenceTrackingToken(7));
  }

  @Test
  void theTokensAreBackBeforeAnythingIsCleared() {
    List<Long> whenCleared = new ArrayList<>();
    new Rewind(ours, VIEW)
        .run(TAIL, () -> whenCleared.add(ours.lowestPosition(VIEW).orElseThrow()));
    assertThat(whenCleared).containsExactly(-1L);
    assertThat(theirs.fetchToken(VIEW, 1)).isEqualTo(TAIL); // and nobody's again
  }

  @Test
  void aViewThatAnotherProcessWorksOnIsLeftAsItIs() {
    theirs.fetchToken(VIEW, 1);
    assertThatThrownBy(
            () ->
                new Rewind(ours, VIEW)
                    .run(
                        TAIL,
                        () -> {
                          throw new AssertionError("nothing may be cleared");
                        }))
        .isInstanceOf(UnableToClaimTokenException.class);
    assertThat(ours.lowestPosition(VIEW)).hasValue(7);
    assertThat(theirs.fetchToken(VIEW, 0)).isEqualTo(new GlobalSequenceTrackingToken(7));
  }
}
