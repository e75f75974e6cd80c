package io.entitlementledger.deliveries;

import java.util.List;
import java.util.Locale;

/** What a person can do with a delivery that waits. */
enum Act {
  /** Read again what could not be read. */
  RETRY,
  /** Let count what is held. */
  RELEASE,
  /** Let it not count. */
  DISCARD;

  /** What a delivery is that waits for this act. */
  List<String> statuses() {
    return switch (this) {
      case RETRY -> List.of("quarantined");
      case RELEASE -> List.of("held");
      case DISCARD -> List.of("held", "quarantined");
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What can be done with a delivery instead. */
  static String instead(String status) {
    return switch (status) {
      case "held" -> "This delivery is held: release or discard it.";
      case "quarantined" -> "This delivery is quarantined: retry or discard it.";
      default -> "This delivery is %s: nothing of it waits.".formatted(status);
    };
  }
}
