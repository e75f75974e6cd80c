package io.entitlementledger.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** One change of one line, of those that a delivery asks for. */
record Change(String line, boolean up, long units) {
  static List<Change> of(Sent sent) {
    return switch (sent.action()) {
      case "placed new order" ->
          Stream.of(
                  change("call_path", "call_path_count", sent),
                  change("phone_number", "complete_number_count", sent))
              .filter(change -> change.units > 0)
              .toList();
      case "assign" -> List.of(change("ported_number", "complete_number_count", sent));
      case "sms" -> List.of(change("sms", "number_count", sent));
      default -> List.of();
    };
  }

  private static Change change(String product, String count, Sent sent) {
    boolean up =
        Set.of("increase", "add", "enable")
            .contains(Objects.requireNonNull(sent.text("event_type")));
    return new Change(line(product, sent), up, sent.number(count));
  }

  static String line(String product, Sent sent) {
    String module = Objects.requireNonNullElse(sent.text("module"), "unspecified");
    String sku = Objects.requireNonNullElse(sent.text("system_sku"), "none");
    return product + "/" + (module.equals("msteams") ? "msteam" : module) + "/" + sku;
  }
}
