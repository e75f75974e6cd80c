package io.entitlementledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.account.Outcome;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.HoldReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryAnswerTest {
  static Stream<String> reasons() {
    return Stream.concat(
        Stream.of(Outcome.ENDED_BY_CLOSURE),
        Stream.of(DuplicateReason.values(), HoldReason.values())
            .flatMap(Arrays::stream)
            .map(reason -> reason.name().toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void everyReasonOfAVerdictHasASentence(String reason) {
    assertThat(DeliveryAnswer.sentence(reason)).endsWith(".");
  }
}
