package io.entitlementledger.value;

import java.util.regex.Pattern;

/**
 * A configured sender of webhooks, {@code ipilot} by default. It comes from the credential and the
 * URL of a delivery, never from its payload.
 *
 * @param name {@code [a-z][a-z0-9-]{0,31}}
 */
public record Source(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public Source {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no source name; use [a-z][a-z0-9-]{0,31}, for example ipilot");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
