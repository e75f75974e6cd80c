package io.entitlementledger.webhook;

import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.value.Source;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How near in time the deliveries of each source must be to be doubted.
 *
 * @param bySource those that are not as by default
 */
public record SourceWindows(Map<Source, DuplicateWindows> bySource) {
  /** One hour and ten minutes for every source. */
  public static final SourceWindows DEFAULT = new SourceWindows(Map.of());

  private static final Pattern ENTRY = Pattern.compile("([^=/]+)=([^=/]+)/([^=/]+)");
  private static final Duration LONGEST = Duration.ofDays(31);

  public SourceWindows {
    bySource = Map.copyOf(bySource);
  }

  /**
   * Reads {@code ipilot=PT1H/PT10M, acme=PT2H/PT5M}.
   *
   * @throws IllegalArgumentException if it is not of that form; the message says which part is not
   */
  public static SourceWindows parse(String text) {
    Map<Source, DuplicateWindows> bySource = new LinkedHashMap<>();
    for (String entry : text.split(",", -1)) {
      Matcher parts = ENTRY.matcher(entry.strip());
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "'%s' is not written source=retry/repeat".formatted(entry.strip()));
      }
      Source source = new Source(parts.group(1).strip());
      DuplicateWindows windows =
          new DuplicateWindows(duration(parts.group(2)), duration(parts.group(3)));
      if (bySource.put(source, windows) != null) {
        throw new IllegalArgumentException("'%s' is there twice".formatted(source));
      }
    }
    return new SourceWindows(bySource);
  }

  /** Those of a source. */
  public DuplicateWindows of(Source source) {
    return bySource.getOrDefault(source, DuplicateWindows.DEFAULT);
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()
          && duration.compareTo(LONGEST) <= 0
          && duration.toNanosPart() == 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // answered below, with what is expected
    }
    throw new IllegalArgumentException(
        "'%s' is no duration of whole seconds from PT0S to P31D".formatted(text.strip()));
  }
}
