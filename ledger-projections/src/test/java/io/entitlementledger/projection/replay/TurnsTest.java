package io.entitlementledger.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {
  @ParameterizedTest
  @CsvSource({"1, 25", "2, 30", "15, 95", "16, 100", "17, 100", "499, 100"})
  void aTurnThatWasNotFullIsFollowedByAPauseTheLongerTheMoreItHeld(int events, long millis) {
    assertThat(Turns.pauseAfter(events)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aFullTurnIsFollowedAtOnceAsMoreIsThere() {
    assertThat(Turns.pauseAfter(Turns.MOST_EVENTS)).isZero();
  }

  @Test
  void aTurnThatFoundNothingIsFollowedByTheWaitForSomething() {
    assertThat(Turns.pauseAfter(0)).isZero();
  }
}
