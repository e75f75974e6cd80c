package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the index that narrows a query most, and the ranges of it that hold every match. */
final class Planner {
  /** More look-ups than this are not worth preparing; the remaining fields are then filtered. */
  private static final int MOST_RANGES = 10_000;

  private final OrderedIndex index;
  private final List<IndexKey> fields;
  private final List<List<Interval>> bounds;

  private Planner(OrderedIndex index, List<Condition> conditions) {
    this.index = index;
    List<IndexKey> fields = new ArrayList<>(index.getKeys());
    if (index.isClustered()) {
      fields = List.of(new IndexKey("_id", true));
    } else if (!index.isUnique() && fields.stream().noneMatch(f -> f.getKey().equals("_id"))) {
      // Entries of equal fields are ordered by position, which is the order of _id.
      fields.add(new IndexKey("_id", true));
    }
    this.fields = fields;
    this.bounds = bounds(conditions);
  }

  /**
   * The plan that looks at the least, as far as can be told.
   *
   * @param inOrder whether only plans that give the order asked for are looked for, if any does
   */
  static Plan choose(
      int table,
      List<OrderedIndex> indexes,
      Document query,
      @Nullable Document sort,
      boolean inOrder) {
    Plan best = everything(table, sort);
    List<Condition> conditions = Condition.of(query);
    for (OrderedIndex index : indexes) {
      Planner planner = new Planner(index, conditions);
      Plan plan = planner.plan(sort);
      if (plan != null && plan.score() > best.score() && (plan.sorted() || !inOrder)) {
        best = plan;
      }
      if (plan != null && plan.one()) {
        break; // no other looks at less
      }
    }
    return best;
  }

  private static Plan everything(int table, @Nullable Document sort) {
    Key prefix = Store.prefix(table);
    boolean sorted = sort == null || sort.isEmpty();
    List<Plan.Range> all = List.of(new Plan.Range(prefix, prefix.next()));
    return new Plan(null, all, false, sorted, false, false, false, 0);
  }

  private @Nullable Plan plan(@Nullable Document sort) {
    if (index.isSparse() && !excludesMissing()) {
      return null;
    }
    int score = 0;
    boolean repeats = false;
    boolean leading = true;
    for (int i = 0; i < fields.size(); i++) {
      List<Interval> bound = bounds.get(i);
      boolean one = isOne(i);
      // After a field that may have any value, what is asked of this one narrows no range.
      repeats = repeats || (arrays(i) != 0 && !(leading && one));
      if (leading) {
        boolean points = bound.stream().allMatch(Interval::point);
        score += one ? 100 : points ? 60 : !bound.getFirst().equals(Interval.ALL) ? Plan.RANGE : 0;
        leading = points;
      }
    }
    @Nullable Boolean direction = (sort == null || sort.isEmpty()) ? null : direction(sort);
    boolean sorted = sort == null || sort.isEmpty() || direction != null || isOneDocument();
    score += direction == null ? 0 : 20;
    if (score == 0) {
      return null;
    }
    score += index.isClustered() ? 1 : 0;
    OrderedIndex entries = index.isClustered() ? null : index;
    boolean reverse = direction != null && direction;
    boolean narrow = !bounds.getFirst().equals(List.of(Interval.ALL));
    return new Plan(entries, ranges(), reverse, sorted, narrow, repeats, isOneDocument(), score);
  }

  private List<List<Interval>> bounds(List<Condition> conditions) {
    List<List<Interval>> all = new ArrayList<>();
    @Nullable Condition inArray = null;
    for (int i = 0; i < fields.size(); i++) {
      String path = fields.get(i).getKey();
      List<Condition> here = conditions.stream().filter(c -> c.path().equals(path)).toList();
      List<Interval> bound = List.of(Interval.ALL);
      if (arrays(i) == 0) {
        for (Condition condition : here) {
          bound = Interval.intersect(bound, condition.intervals());
        }
      } else {
        // Two things said of an array may be true of two elements, that is of two entries; only
        // what one $elemMatch says is true of one.
        Condition first = inArray == null ? narrowest(here) : together(here, inArray);
        if (first != null) {
          bound = first.intervals();
          for (Condition other : here) {
            if (first.element() != 0
                && other.element() == first.element()
                && arrays(i) >>> first.depth() == 0) {
              bound = Interval.intersect(bound, other.intervals());
            }
          }
          inArray = inArray == null ? first : inArray;
        }
      }
      all.add(bound);
    }
    return all;
  }

  private static @Nullable Condition narrowest(List<Condition> conditions) {
    return conditions.stream()
        .filter(condition -> !condition.whole())
        .min(
            Comparator.comparing((Condition condition) -> !condition.isPoints())
                .thenComparing(condition -> condition.element() == 0))
        .orElse(null);
  }

  private static @Nullable Condition together(List<Condition> conditions, Condition with) {
    return with.element() == 0
        ? null
        : narrowest(conditions.stream().filter(c -> c.element() == with.element()).toList());
  }

  private long arrays(int field) {
    return field < index.getKeys().size() ? index.arrays(field) : 0;
  }

  private boolean isOne(int field) {
    return bounds.get(field).size() == 1 && bounds.get(field).getFirst().point();
  }

  /** Whether there is one entry for all that is asked of the fields, and so one document. */
  private boolean isOneDocument() {
    return index.isUnique() && IntStream.range(0, fields.size()).allMatch(this::isOne);
  }

  /** Whether every match has one of the index's own fields, so that a sparse index holds it. */
  private boolean excludesMissing() {
    Interval missing = Interval.of(null);
    return bounds.subList(0, index.getKeys().size()).stream()
        .anyMatch(bound -> Interval.intersect(bound, List.of(missing)).isEmpty());
  }

  /** Whether the index is read backwards to give the order asked for, or null if it cannot. */
  private @Nullable Boolean direction(Document sort) {
    @Nullable Boolean backwards = null;
    List<String> paths = fields.stream().map(IndexKey::getKey).toList();
    int field = 0;
    for (Map.Entry<String, Object> entry : sort.entrySet()) {
      if (!(entry.getValue() instanceof Number order)) {
        return null;
      }
      int at = paths.indexOf(entry.getKey());
      if (at < 0 || arrays(at) != 0) {
        return null;
      }
      if (isOne(at)) {
        continue; // always the same value: any order is right
      }
      while (field < at && isOne(field)) {
        field++;
      }
      boolean opposite = (order.intValue() > 0) != fields.get(at).isAscending();
      if (field != at || (backwards != null && backwards != opposite)) {
        return null;
      }
      backwards = opposite;
      field++;
    }
    return backwards == null ? Boolean.FALSE : backwards;
  }

  private List<Plan.Range> ranges() {
    List<Key> prefixes = List.of(Store.prefix(index.table()));
    List<Plan.Range> ranges = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      List<Interval> bound = inOrder(i);
      boolean points = bound.stream().allMatch(Interval::point);
      if (!points || (long) prefixes.size() * bound.size() > MOST_RANGES) {
        for (Key prefix : prefixes) {
          for (Interval interval : bound) {
            ranges.add(new Plan.Range(prefix.plus(interval.low()), prefix.plus(interval.high())));
          }
        }
        Collections.sort(ranges);
        return ranges;
      }
      List<Key> longer = new ArrayList<>();
      for (Key prefix : prefixes) {
        bound.forEach(interval -> longer.add(prefix.plus(interval.low())));
      }
      prefixes = longer;
    }
    prefixes.forEach(prefix -> ranges.add(new Plan.Range(prefix, prefix.next())));
    Collections.sort(ranges);
    return ranges;
  }

  private List<Interval> inOrder(int field) {
    return fields.get(field).isAscending()
        ? bounds.get(field)
        : bounds.get(field).stream().map(Interval::inverted).toList();
  }
}
