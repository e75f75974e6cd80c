package io.entitlementledger.value;

import java.util.regex.Pattern;

/**
 * What is sold and counted, as the catalogue names it: {@code call_path}, {@code sms}, ….
 *
 * @param code {@code [a-z][a-z0-9_]{0,31}}
 */
public record Product(String code) {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  public Product {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "'" + code + "' is no product code; use [a-z][a-z0-9_]{0,31}, for example call_path");
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
