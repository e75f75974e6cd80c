package io.entitlementledger.webhook;

import io.entitlementledger.codec.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The key a sender may give a delivery, or a person an act, of its own. */
public final class DeliveryKey {
  private static final int LONGEST = 200;

  private DeliveryKey() {}

  /**
   * The first of the headers that says something. A long one stands by its hash: no delivery is
   * refused for its key, and what is kept of it is bounded.
   */
  public static @Nullable String of(@Nullable String... headers) {
    return Stream.of(headers)
        .filter(header -> header != null && !header.isBlank())
        .findFirst()
        .map(String::strip)
        .map(DeliveryKey::bounded)
        .orElse(null);
  }

  private static String bounded(String key) {
    return key.length() <= LONGEST
        ? key
        : "sha256:" + Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
  }
}
