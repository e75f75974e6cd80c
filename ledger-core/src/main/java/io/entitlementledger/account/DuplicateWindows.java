package io.entitlementledger.account;

import io.entitlementledger.event.Windows;
import java.time.Duration;

/**
 * How near in time, in either direction, the same content must be received to be doubted. Settings
 * of a source.
 *
 * @param retry under its order's key, up to this far apart it is a duplicate, beyond it a suspect
 * @param repeat without any key, up to this far apart it is a suspect, beyond it another batch
 */
public record DuplicateWindows(Duration retry, Duration repeat) {
  /** One hour and ten minutes. */
  public static final DuplicateWindows DEFAULT =
      new DuplicateWindows(Duration.ofHours(1), Duration.ofMinutes(10));

  /** As a verdict names them. */
  Windows named() {
    return new Windows(retry.toSeconds(), repeat.toSeconds());
  }
}
