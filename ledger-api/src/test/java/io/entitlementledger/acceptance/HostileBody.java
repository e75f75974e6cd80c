package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A body nobody should send.
 *
 * @param kind what is wrong with it
 * @param expected a pattern of the status and the code that it has to be answered with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HostileBody(String kind, byte[] bytes, String expected) {
  /** It is a JSON object, so it is kept and either counts or waits for a person. */
  static final String TAKEN = "20[02] \\w+";

  /** It is kept, whatever it is. */
  static final String KEPT = "(20[02]|400) \\w+";

  static final String TOO_LARGE = "413 body_too_large";

  static HostileBody of(String kind, String text, String expected) {
    return new HostileBody(kind, text.getBytes(UTF_8), expected);
  }

  static HostileBody refused(String kind, byte[] bytes, String code) {
    return new HostileBody(kind, bytes, "400 " + code);
  }

  @Override
  public String toString() {
    int shown = Math.min(bytes.length, 300);
    return "%s (%d bytes): %s".formatted(kind, bytes.length, new String(bytes, 0, shown, UTF_8));
  }
}
