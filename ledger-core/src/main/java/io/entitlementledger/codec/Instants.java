package io.entitlementledger.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the ledger writes them: RFC 3339, UTC, always three digits of a second. */
public final class Instants {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Instants() {}

  /** Writes {@code 2026-03-01T00:00:00.000Z}. */
  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  /**
   * Reads RFC 3339 with any offset; what is finer than a millisecond is cut off.
   *
   * @throws IllegalArgumentException with a sentence a person can act on
   */
  public static Instant parse(String text) {
    try {
      Instant written = parseWritten(text);
      Instant instant = written == null ? OffsetDateTime.parse(text).toInstant() : written;
      int year = instant.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1970 && year <= 9999) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
      }
    } catch (DateTimeException e) {
      // answered below, with what is expected
    }
    throw new IllegalArgumentException(
        "Write a time as RFC 3339 from 1970 to 9999, for example 2026-03-01T00:00:00Z;"
            + " percent-encode a + in an address.");
  }

  /**
   * Reads what {@link #format} writes, many times faster than the general parser, or gives null for
   * any other form.
   *
   * @throws DateTimeException if it has that form and is no time
   */
  public static @Nullable Instant parseWritten(String text) {
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
