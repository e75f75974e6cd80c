package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys a document has under a list of fields. An array gives a key for each element, and fields
 * below the same array are always taken from the same element of it.
 */
final class KeyExtractor {
  private final List<IndexKey> fields;
  private final List<List<String>> paths;
  private final boolean sparse;

  KeyExtractor(List<IndexKey> fields, boolean sparse) {
    this.fields = List.copyOf(fields);
    this.paths = fields.stream().map(field -> Utils.splitPath(field.getKey())).toList();
    this.sparse = sparse;
  }

  /** The keys, each with the values it was made of, and for each field where it met arrays. */
  static final class Keys {
    final SortedMap<Key, List<@Nullable Object>> entries = new TreeMap<>();

    /** For each field, bit {@code i} is set when the first {@code i + 1} names led to an array. */
    final long[] arrays;

    private Keys(int fields) {
      arrays = new long[fields];
    }
  }

  Keys of(Document document) {
    Keys keys = new Keys(paths.size());
    @Nullable Object[] values = new Object[paths.size()];
    Arrays.fill(values, Missing.getInstance());
    expand(document, new int[paths.size()], values, keys);
    return keys;
  }

  /**
   * @param depths how many names of each field's path are behind us
   */
  private void expand(Document node, int[] depths, @Nullable Object[] values, Keys keys) {
    int[] reached = depths.clone();
    @Nullable Object[] found = values.clone();
    boolean[] along = new boolean[paths.size()];
    Collection<?> array = null;
    int first = -1;
    for (int i = 0; i < paths.size(); i++) {
      if (depths[i] == paths.get(i).size()) {
        continue;
      }
      @Nullable Object value = node;
      while (reached[i] < paths.get(i).size() && !(value instanceof Collection<?>)) {
        value = step(value, paths.get(i).get(reached[i]));
        reached[i]++;
      }
      if (value instanceof Collection<?> elements) {
        if (first >= 0 && !prefix(first, reached).equals(prefix(i, reached))) {
          throw new CannotIndexParallelArraysError(List.of(name(first), name(i)));
        }
        array = elements;
        first = i;
        along[i] = true;
        keys.arrays[i] |= 1L << (reached[i] - 1);
      } else {
        found[i] = value;
      }
    }
    if (array == null) {
      add(found, keys);
    } else if (array.isEmpty()) {
      add(spread(KeyWriter.EMPTY_ARRAY, found, along, reached), keys);
    } else {
      for (Object element : array) {
        @Nullable Object[] spread = spread(element, found, along, reached);
        if (element instanceof Document below) {
          expand(below, reached, spread, keys);
        } else {
          add(spread, keys);
        }
      }
    }
  }

  private static @Nullable Object step(@Nullable Object value, String name) {
    return value instanceof Document document ? document.getOrMissing(name) : Missing.getInstance();
  }

  /** The values with this element where a path ends at the array, and nothing where it goes on. */
  private @Nullable Object[] spread(
      @Nullable Object element, @Nullable Object[] values, boolean[] along, int[] reached) {
    @Nullable Object[] spread = values.clone();
    for (int i = 0; i < spread.length; i++) {
      if (along[i]) {
        boolean ends = reached[i] == paths.get(i).size();
        spread[i] = ends ? element : Missing.getInstance();
      }
    }
    return spread;
  }

  private void add(@Nullable Object[] values, Keys keys) {
    if (sparse && Arrays.stream(values).allMatch(value -> value instanceof Missing)) {
      return;
    }
    KeyWriter key = new KeyWriter();
    for (int i = 0; i < values.length; i++) {
      key.value(values[i], fields.get(i).isAscending());
    }
    keys.entries.put(key.toKey(), Arrays.asList(values));
  }

  private List<String> prefix(int field, int[] reached) {
    return paths.get(field).subList(0, reached[field]);
  }

  private String name(int field) {
    return fields.get(field).getKey();
  }
}
