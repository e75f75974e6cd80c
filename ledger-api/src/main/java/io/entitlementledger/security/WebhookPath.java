package io.entitlementledger.security;

import io.entitlementledger.value.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/**
 * Takes the secret out of the path of a webhook.
 *
 * @param shown the path that everything after the first filter sees
 * @param secret what was taken out, where the address is one a secret belongs in
 */
record WebhookPath(String shown, Optional<Secret> secret) {
  private static final String PREFIX = "/v1/webhooks/";

  /** Shown for an address that is nearly a webhook's and might hold a secret anywhere. */
  private static final String HIDDEN = PREFIX + "-/-";

  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** The source it is of, where it names one. */
  Optional<Source> source() {
    String name = shown.substring(PREFIX.length());
    return SOURCE.matcher(name).matches() ? Optional.of(new Source(name)) : Optional.empty();
  }

  /** Reads a raw request path; empty where it can hold no secret. */
  static Optional<WebhookPath> of(String rawPath) {
    List<String> segments = Arrays.stream(rawPath.split("/", -1)).map(WebhookPath::decode).toList();
    if (segments.stream().noneMatch(WebhookPath::isWebhooks)) {
      return Optional.empty();
    }
    boolean regular =
        segments.size() >= 4
            && segments.subList(0, 3).equals(List.of("", "v1", "webhooks"))
            && SOURCE.matcher(segments.get(3)).matches();
    if (regular && segments.size() == 4) {
      return Optional.of(new WebhookPath(PREFIX + segments.get(3), Optional.empty()));
    }
    if (regular && segments.size() == 5 && !segments.get(4).isEmpty()) {
      return Optional.of(
          new WebhookPath(PREFIX + segments.get(3), Optional.of(new Secret(segments.get(4)))));
    }
    return Optional.of(new WebhookPath(HIDDEN, Optional.empty()));
  }

  /** Whether a segment is what a person would write, or mistype, before a secret. */
  private static boolean isWebhooks(String segment) {
    String once = segment;
    String twice = decode(once);
    while (!twice.equals(once)) { // each round is shorter than the one before
      once = twice;
      twice = decode(once);
    }
    String word = twice.strip().toLowerCase(Locale.ROOT);
    return word.startsWith("webhook");
  }

  private static String decode(String segment) {
    try {
      return UriUtils.decode(segment, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // no percent-encoding: taken as it is, which matches no secret and no route
    }
  }
}
