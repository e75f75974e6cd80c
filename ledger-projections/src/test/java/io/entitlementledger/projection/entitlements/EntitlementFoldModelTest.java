package io.entitlementledger.projection.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.LineSet;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.history.Changes;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.value.Dated;
import io.entitlementledger.value.LifeTimeline;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import io.entitlementledger.value.Timeline;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fold against two other ways to say what a line is. */
class EntitlementFoldModelTest {
  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyAccountAtAnyTimeIsWhatAPlainLoopOverItsEventsSays(int seed) {
    Random random = new Random(seed);
    List<Fact> facts = RandomAccount.facts(random, 60);
    Instant asOf = Facts.minute(random.nextInt(RandomAccount.MINUTES));
    Instant knownAt = Facts.minute(1000 + random.nextInt(60));
    assertThat(quantities(fold(facts, asOf, knownAt))).isEqualTo(naive(facts, asOf, knownAt));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyAccountAtAnyTimeIsWhatItsAggregateWouldSay(int seed) {
    Random random = new Random(seed);
    List<Fact> facts = RandomAccount.facts(random, 60);
    Instant asOf = Facts.minute(random.nextInt(RandomAccount.MINUTES));
    Map<LineKey, Long> timelines = timelines(facts, asOf);
    assertThat(quantities(fold(facts, asOf, Instant.MAX))).isEqualTo(timelines);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachSkuOfALineIsThatOfItsOwnLastChangeInEffectiveTime(int seed) {
    Random random = new Random(seed);
    List<Fact> facts = RandomAccount.facts(random, 60);
    Instant asOf = Facts.minute(random.nextInt(RandomAccount.MINUTES));
    EntitlementFold fold = fold(facts, asOf, Instant.MAX);
    for (LineKey line : RandomAccount.LINES) {
      LineState state = fold.states().getOrDefault(line, LineState.UNKNOWN);
      assertThat(state.skus())
          .isEqualTo(
              new Skus(
                  sku(facts, line, Skus::reseller, asOf), sku(facts, line, Skus::platform, asOf)));
    }
  }

  private static @Nullable String sku(
      List<Fact> facts, LineKey line, Function<Skus, @Nullable String> member, Instant asOf) {
    Dated<Optional<String>> timeline = Dated.unknown();
    for (Fact fact : facts) {
      if (fact.event() instanceof SkusAssigned named && named.line().equals(line)) {
        String now = member.apply(named.skus());
        if (!Objects.equals(now, member.apply(named.previous()))) {
          timeline =
              timeline.plus(named.cause().effectiveAt(), fact.position(), Optional.ofNullable(now));
        }
      }
    }
    Optional<String> known = timeline.at(asOf);
    return known == null ? null : known.orElse(null);
  }

  private static EntitlementFold fold(List<Fact> facts, Instant asOf, Instant knownAt) {
    return EntitlementFold.of(
        Changes.of(facts).stream()
            .filter(change -> !change.effectiveAt().isAfter(asOf))
            .filter(change -> !change.recordedAt().isAfter(knownAt)));
  }

  private static Map<LineKey, Long> quantities(EntitlementFold fold) {
    Map<LineKey, Long> open = new TreeMap<>();
    RandomAccount.LINES.forEach(line -> open.put(line, fold.quantity(line).units()));
    return open;
  }

  private static Map<LineKey, Long> naive(List<Fact> facts, Instant asOf, Instant knownAt) {
    Map<LineKey, Long> open = new TreeMap<>();
    RandomAccount.LINES.forEach(line -> open.put(line, 0L));
    facts.stream()
        .filter(fact -> !fact.event().cause().effectiveAt().isAfter(asOf))
        .filter(fact -> !fact.recordedAt().isAfter(knownAt))
        .sorted(
            Comparator.comparing((Fact fact) -> fact.event().cause().effectiveAt())
                .thenComparingLong(Fact::position))
        .forEach(
            fact -> {
              if (fact.event() instanceof LineIncreased up) {
                open.merge(up.line(), up.by().units(), Long::sum);
              } else if (fact.event() instanceof LineDecreased down) {
                open.merge(down.line(), -down.by().units(), Long::sum);
              } else if (fact.event() instanceof LineSet set) {
                open.put(set.line(), set.quantity().units());
              } else if (fact.event() instanceof LineEnded ended) {
                open.put(ended.line(), 0L);
              } else if (fact.event() instanceof AccountClosed) {
                open.replaceAll((line, before) -> 0L);
              }
            });
    return open;
  }

  private static Map<LineKey, Long> timelines(List<Fact> facts, Instant asOf) {
    Map<LineKey, Timeline> lines = new HashMap<>();
    LifeTimeline life = LifeTimeline.EMPTY;
    for (Fact fact : facts) {
      Instant at = fact.event().cause().effectiveAt();
      if (fact.event() instanceof LineIncreased up) {
        step(lines, up.line(), new Timeline.Step(at, fact.position(), false, up.by()));
      } else if (fact.event() instanceof LineDecreased down) {
        Quantity by = Quantity.ZERO.minus(down.by());
        step(lines, down.line(), new Timeline.Step(at, fact.position(), false, by));
      } else if (fact.event() instanceof LineSet set) {
        step(lines, set.line(), new Timeline.Step(at, fact.position(), true, set.quantity()));
      } else if (fact.event() instanceof LineEnded ended) {
        step(lines, ended.line(), new Timeline.Step(at, fact.position(), true, Quantity.ZERO));
      } else if (fact.event() instanceof AccountClosed) {
        life = life.plus(new LifeTimeline.Turn(at, fact.position(), LifeTimeline.Kind.CLOSED));
      }
    }
    Timeline closures = life.closures();
    Map<LineKey, Long> open = new TreeMap<>();
    RandomAccount.LINES.forEach(
        line ->
            open.put(line, lines.getOrDefault(line, Timeline.EMPTY).at(asOf, closures).units()));
    return open;
  }

  private static void step(Map<LineKey, Timeline> lines, LineKey line, Timeline.Step step) {
    lines.put(line, lines.getOrDefault(line, Timeline.EMPTY).plus(step));
  }
}
