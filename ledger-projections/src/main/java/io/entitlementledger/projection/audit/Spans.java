package io.entitlementledger.projection.audit;

import java.time.Duration;
import java.util.StringJoiner;

/** Says how long something is. */
final class Spans {
  private Spans() {}

  /** {@code 1 hour 30 minutes}; parts that are none are left out. */
  static String words(long seconds) {
    Duration span = Duration.ofSeconds(seconds);
    StringJoiner words = new StringJoiner(" ");
    add(words, span.toDaysPart(), "day");
    add(words, span.toHoursPart(), "hour");
    add(words, span.toMinutesPart(), "minute");
    add(words, span.toSecondsPart(), "second");
    return words.setEmptyValue("0 seconds").toString();
  }

  private static void add(StringJoiner words, long count, String unit) {
    if (count > 0) {
      words.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }
}
