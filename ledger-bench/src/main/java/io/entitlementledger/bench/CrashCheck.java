package io.entitlementledger.bench;

import io.entitlementledger.bench.CrashFlaw.Kind;
import io.entitlementledger.bench.CrashOperation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What one directory has to hold. Each writer does one thing after the other, so all it was
 * acknowledged has to be there, and of the one operation after that the first few steps.
 */
final class CrashCheck {
  private Map<Integer, NavigableMap<CrashPlace, Document>> known = new HashMap<>();
  private boolean defined;

  /**
   * What a process was acknowledged.
   *
   * @param defined whether it was acknowledged what stays
   * @param operations how many operations each of its writers was acknowledged
   */
  record Acknowledged(
      long seed, int cycle, boolean heavy, boolean defined, List<Long> operations) {}

  /** Compares it with what is there, which is what has to be there from now on. */
  List<CrashFlaw> check(
      Acknowledged acknowledged, Map<Integer, NavigableMap<CrashPlace, Document>> found) {
    Comparison comparison = new Comparison(acknowledged.cycle());
    long[] counted = new long[CrashStore.COUNTERS_COUNT];
    long[] underWay = new long[CrashStore.COUNTERS_COUNT];
    Set<Integer> writers = new TreeSet<>(known.keySet());
    writers.addAll(found.keySet());
    writers.remove(CrashStore.NOBODY);
    for (int writer = 0; writer < acknowledged.operations().size(); writer++) {
      writers.remove(writer);
      NavigableMap<CrashPlace, Document> expected = of(known, writer);
      CrashWriter replayed =
          new CrashWriter(
              new CrashDocuments(
                  acknowledged.seed(),
                  acknowledged.cycle(),
                  writer,
                  acknowledged.heavy(),
                  expected));
      for (long i = 0; i < acknowledged.operations().get(writer); i++) {
        CrashOperation operation = replayed.next();
        replayed.apply(operation);
        count(operation, counted);
      }
      CrashOperation next = replayed.next();
      count(next, underWay);
      comparison.writer(expected, next.steps(), of(found, writer));
    }
    for (int writer : writers) {
      comparison.writer(of(known, writer), List.of(), of(found, writer));
    }
    comparison.counters(
        of(known, CrashStore.NOBODY), counted, underWay, of(found, CrashStore.NOBODY));
    defined |= acknowledged.defined();
    if (defined) {
      comparison.definitions(of(found, CrashStore.NOBODY).keySet());
    }
    known = found;
    return comparison.flaws;
  }

  private static NavigableMap<CrashPlace, Document> of(
      Map<Integer, NavigableMap<CrashPlace, Document>> all, int writer) {
    return all.getOrDefault(writer, new TreeMap<>());
  }

  private static void count(CrashOperation operation, long[] counters) {
    if (operation.counter() >= 0) {
      counters[operation.counter()]++;
    }
  }

  /** Collects what is wrong. */
  private static final class Comparison {
    private final int cycle;
    private final List<CrashFlaw> flaws = new ArrayList<>();

    Comparison(int cycle) {
      this.cycle = cycle;
    }

    private void flaw(Kind kind, String what) {
      flaws.add(new CrashFlaw(kind, cycle, what));
    }

    void writer(
        NavigableMap<CrashPlace, Document> expected,
        List<Step> underWay,
        NavigableMap<CrashPlace, Document> found) {
      NavigableMap<CrashPlace, Document> state = new TreeMap<>(expected);
      boolean good = state.equals(found);
      Set<CrashPlace> touched = new TreeSet<>();
      for (Step step : underWay) {
        step.applyTo(state);
        good |= state.equals(found);
        touched.addAll(step.changes().keySet());
      }
      if (good) {
        return;
      }
      int before = flaws.size();
      Set<CrashPlace> places = new TreeSet<>(expected.keySet());
      places.addAll(found.keySet());
      places.removeAll(touched);
      for (CrashPlace place : places) {
        Document promised = expected.get(place);
        Document there = found.get(place);
        if (!Objects.equals(promised, there)) {
          flaw(
              promised == null ? Kind.DOUBLED : Kind.LOST,
              "%s is %s instead of %s".formatted(place, there, promised));
        }
      }
      if (flaws.size() == before) {
        flaw(Kind.HALF_WRITTEN, "of %s there are %s".formatted(underWay, kept(found, touched)));
      }
    }

    private static Map<CrashPlace, Document> kept(
        Map<CrashPlace, Document> found, Set<CrashPlace> places) {
      Map<CrashPlace, Document> kept = new TreeMap<>(found);
      kept.keySet().retainAll(places);
      return kept;
    }

    void counters(
        Map<CrashPlace, Document> before,
        long[] counted,
        long[] underWay,
        Map<CrashPlace, Document> found) {
      for (int i = 0; i < counted.length; i++) {
        CrashPlace place = new CrashPlace(CrashStore.COUNTERS, Integer.toString(i));
        long least = value(before.get(place)) + counted[i];
        long there = value(found.get(place));
        if (there < least || there > least + underWay[i]) {
          flaw(
              there < least ? Kind.LOST : Kind.DOUBLED,
              "%s is %d, with %d acknowledged and %d under way"
                  .formatted(place, there, least, underWay[i]));
        }
      }
    }

    private static long value(@Nullable Document counter) {
      return counter == null ? 0 : counter.getInteger("n");
    }

    void definitions(Set<CrashPlace> found) {
      for (CrashPlace place : CrashStore.defined()) {
        if (!found.contains(place)) {
          flaw(Kind.LOST, place + " is not there");
        }
      }
    }
  }
}
