package io.entitlementledger.value;

import java.util.regex.Pattern;

/**
 * The telephony platform a line belongs to: {@code msteam}, {@code webex}, ….
 *
 * @param code {@code [a-z][a-z0-9_]{0,31}}
 */
public record Module(String code) {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  /** The module of a payload that names none. */
  public static final Module UNSPECIFIED = new Module("unspecified");

  public Module {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "'" + code + "' is no module code; use [a-z][a-z0-9_]{0,31}, for example msteam");
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
