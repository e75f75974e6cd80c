package io.entitlementledger.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** Times in the one form that bodies have: UTC, always three digits of a second. */
public final class BodyTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private BodyTime() {}

  /** Writes {@code 2026-03-01T00:00:00.000Z}; what is finer than a millisecond is cut off. */
  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  /**
   * Reads {@code 2026-03-01T00:00:00.000Z}, many times faster than the general parser, or gives
   * null for any other form.
   *
   * @throws DateTimeException if it has that form and is no time
   */
  public static @Nullable Instant parse(String text) {
    boolean written =
        text.length() == 24
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && text.charAt(19) == '.'
            && text.charAt(23) == 'Z';
    if (!written) {
      return null;
    }
    LocalDateTime time =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 23) * 1_000_000);
    return time.toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("not a digit: " + text.charAt(i));
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
