package io.entitlementledger.codec;

import io.entitlementledger.log.BodyTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as the ledger writes them: RFC 3339, UTC, always three digits of a second. */
public final class Instants {
  private Instants() {}

  /** Writes {@code 2026-03-01T00:00:00.000Z}. */
  public static String format(Instant instant) {
    return BodyTime.format(instant);
  }

  /**
   * Reads RFC 3339 with any offset; what is finer than a millisecond is cut off.
   *
   * @throws IllegalArgumentException with a sentence a person can act on
   */
  public static Instant parse(String text) {
    try {
      Instant written = BodyTime.parse(text);
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
}
