package io.entitlementledger.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A delivery.
 *
 * @param at when it is received, in milliseconds of the epoch
 * @param key what its sender gave as its own key
 * @param fields what it says, by the documented names; words are in lower case. Two deliveries with
 *     the same fields have the same content.
 * @param spelling from which is drawn how it is written; no two deliveries have the same
 */
record Sent(long at, @Nullable String key, SortedMap<String, Object> fields, int spelling)
    implements Step {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> WORDS =
      Set.of("event_object", "event_action", "event_type", "module");

  String id() {
    return "dlv_" + Integer.toUnsignedString(spelling);
  }

  Instant received() {
    return Instant.ofEpochMilli(at);
  }

  @Nullable String text(String field) {
    return (String) fields.get(field);
  }

  String action() {
    return Objects.requireNonNull(text("event_action"));
  }

  /** A count, or zero where there is none. */
  long number(String field) {
    return (Long) fields.getOrDefault(field, 0L);
  }

  byte[] bytes() {
    return json().getBytes(UTF_8);
  }

  /** The body in one of the many ways in which a sender may write the same. */
  private String json() {
    Random random = new Random(spelling);
    List<Map.Entry<String, Object>> members = new ArrayList<>(fields.entrySet());
    Collections.shuffle(members, random);
    Map<String, Object> body = new LinkedHashMap<>();
    for (Map.Entry<String, Object> member : members) {
      body.put(name(member.getKey(), random), value(member.getKey(), member.getValue(), random));
      if (random.nextInt(8) == 0) {
        body.put("unknown_" + random.nextInt(100), random.nextInt(100));
      }
    }
    return JSON.writeValueAsString(body);
  }

  private static String name(String name, Random random) {
    String written = name.equals("order_number") && random.nextBoolean() ? "pon_number" : name;
    return switch (random.nextInt(5)) {
      case 0 -> written.toUpperCase(Locale.ROOT);
      case 1 -> written.replace("_", "");
      case 2 -> written.replace('_', '-');
      case 3 -> written.replace('_', ' ');
      default -> written;
    };
  }

  private static Object value(String name, Object value, Random random) {
    return switch (value) {
      case Long number -> random.nextBoolean() ? number : "" + number;
      case String word when WORDS.contains(name) ->
          switch (random.nextInt(4)) {
            case 0 -> word.toUpperCase(Locale.ROOT);
            case 1 -> " " + word.replace(" ", "   ");
            case 2 -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + "\t";
            default -> word;
          };
      case String text -> random.nextBoolean() ? text : " " + text + " ";
      default -> value;
    };
  }

  @Override
  public String toString() {
    return "%s at %s %s%s"
        .formatted(id(), received(), key == null ? "" : "key " + key + " ", json());
  }
}
