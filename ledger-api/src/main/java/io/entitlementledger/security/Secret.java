package io.entitlementledger.security;

import io.entitlementledger.codec.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** What a caller shows to be let in. It does not print itself. */
public record Secret(String value) {
  /** What a secret that a person chose has to be, to finish a sentence. */
  public static final String RULE =
      "16 to 256 printable ASCII characters without spaces, best made by a generator";

  private static final Pattern ACCEPTABLE = Pattern.compile("[\\x21-\\x7e]{16,256}");

  /** How generated ones begin, so that a scanner of files and logs can know one. */
  private static final String PREFIX = "elk_";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one of 256 random bits, safe in a URL. */
  static Secret generate() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Whether it follows the {@link #RULE}. */
  public boolean isAcceptable() {
    return ACCEPTABLE.matcher(value).matches();
  }

  /** SHA-256 in hex, which is all that is kept of it. */
  String sha256() {
    return Sha256.hex(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
