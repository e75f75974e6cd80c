package io.entitlementledger.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.value.Timeline.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimelineTest {
  @Test
  void aStepCountsFromItsOwnInstantOn() {
    Timeline timeline = Timeline.EMPTY.plus(delta(10, 1, 5));

    assertThat(timeline.at(second(9), Timeline.EMPTY)).isEqualTo(new Quantity(0));
    assertThat(timeline.at(second(10), Timeline.EMPTY)).isEqualTo(new Quantity(5));
  }

  @Test
  void stepsOfOneInstantCountInTheOrderTheyWereRecorded() {
    Timeline timeline = Timeline.EMPTY.plus(set(10, 2, 7)).plus(delta(10, 1, 5));

    assertThat(timeline.at(second(10), Timeline.EMPTY)).isEqualTo(new Quantity(7));
  }

  @Test
  void aClosureZeroesWhatWasLearnedLaterForBeforeIt() {
    Timeline closures = Timeline.EMPTY.plus(set(20, 1, 0));
    Timeline timeline = Timeline.EMPTY.plus(delta(10, 2, 5));

    assertThat(timeline.at(second(15), closures)).isEqualTo(new Quantity(5));
    assertThat(timeline.at(second(20), closures)).isEqualTo(new Quantity(0));
  }

  /** Against the definition, taken literally: sort all that is effective by then, and fold. */
  @RepeatedTest(500)
  void anyHistoryInAnyOrderOfArrivalFoldsAsItsDefinitionSays(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Step> steps = new ArrayList<>();
    Timeline timeline = Timeline.EMPTY;
    Timeline closures = Timeline.EMPTY;
    for (int order = 0; order < 20; order++) {
      int at = random.nextInt(12);
      Step step =
          switch (random.nextInt(5)) {
            case 0 -> set(at, order, random.nextInt(20));
            case 1 -> set(at, order, 0);
            default -> delta(at, order, random.nextInt(21) - 10);
          };
      steps.add(step);
      if (step.set() && step.quantity().isZero()) {
        closures = closures.plus(step);
      } else {
        timeline = timeline.plus(step);
      }
    }
    for (int at = -1; at < 13; at++) {
      assertThat(timeline.at(second(at), closures))
          .as("at second %d", at)
          .isEqualTo(naive(steps, second(at)));
    }
  }

  private static Quantity naive(List<Step> steps, Instant instant) {
    long units = 0;
    List<Step> sorted =
        steps.stream()
            .filter(step -> !step.effectiveAt().isAfter(instant))
            .sorted(Comparator.comparing(Step::effectiveAt).thenComparingLong(Step::order))
            .toList();
    for (Step step : sorted) {
      units = step.set() ? step.quantity().units() : units + step.quantity().units();
    }
    return new Quantity(units);
  }

  private static Step delta(long second, long order, long units) {
    return new Step(second(second), order, false, new Quantity(units));
  }

  private static Step set(long second, long order, long units) {
    return new Step(second(second), order, true, new Quantity(units));
  }

  private static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }
}
