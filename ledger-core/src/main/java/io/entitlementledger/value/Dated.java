package io.entitlementledger.value;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute over effective time: an external id, the SKUs of a line, the name of a site.
 *
 * @param entries sorted by effective time, then order
 */
public record Dated<T>(List<Entry<T>> entries) {
  /**
   * What the attribute is from an instant on.
   *
   * @param order rises with every recorded event of the account
   */
  public record Entry<T>(Instant effectiveAt, long order, T value) {}

  public Dated {
    entries = Collections.unmodifiableList(entries);
  }

  /** An attribute that nothing is known of. */
  public static <T> Dated<T> unknown() {
    return new Dated<>(List.of());
  }

  /** This attribute with one more entry, sorted in. */
  public Dated<T> plus(Instant effectiveAt, long order, T value) {
    List<Entry<T>> longer = new ArrayList<>(entries.size() + 1);
    longer.addAll(entries);
    longer.add(new Entry<>(effectiveAt, order, value));
    longer.sort(
        Comparator.comparing((Entry<T> entry) -> entry.effectiveAt())
            .thenComparingLong(Entry::order));
    return new Dated<>(longer);
  }

  /** What it is at an instant, if anything is known for then. */
  public @Nullable T at(Instant instant) {
    T value = null;
    for (Entry<T> entry : entries) {
      if (entry.effectiveAt().isAfter(instant)) {
        break;
      }
      value = entry.value();
    }
    return value;
  }
}
