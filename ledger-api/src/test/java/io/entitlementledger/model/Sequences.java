package io.entitlementledger.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws deliveries to one account, and what a person does about them: few words, so that they meet,
 * and times at the edges.
 */
final class Sequences {
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  /** The windows of the reference, and a second that is no edge. */
  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofDays(2));

  private final Random random;
  private final List<Sent> drawn = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  private Sequences(long seed) {
    random = new Random(seed);
  }

  static List<Step> of(long seed) {
    Sequences sequences = new Sequences(seed);
    int length = 2 + sequences.random.nextInt(14);
    for (int i = 0; i < length; i++) {
      sequences.add();
    }
    return sequences.steps;
  }

  private void add() {
    Sent sent = next();
    drawn.add(sent);
    steps.add(sent);
    if (chance(3)) {
      // Most of them wait for nobody; the last one does more often than the others.
      Sent about = chance(2) ? sent : drawn.get(random.nextInt(drawn.size()));
      steps.add(new Ruled(about, !chance(3)));
    }
  }

  private Sent next() {
    SortedMap<String, Object> fields = fresh();
    String key = chance(5) ? one("k1", "k2") : null;
    if (!drawn.isEmpty() && chance(2)) {
      Sent earlier = drawn.get(random.nextInt(drawn.size()));
      fields = new TreeMap<>(earlier.fields());
      key = chance(4) ? key : earlier.key();
      if (chance(4)) {
        // The same again, but for one thing.
        fields.computeIfPresent("number_count", (_, count) -> (Long) count + 1);
        fields.computeIfPresent("call_path_count", (_, count) -> (Long) count + 1);
        fields.computeIfPresent("event_type", (_, _) -> one("add", "remove"));
      }
    }
    return new Sent(time(), key, fields, random.nextInt());
  }

  /** A window after or before some delivery, or a millisecond off that. */
  private long time() {
    if (drawn.isEmpty()) {
      return NOON;
    }
    Sent from = chance(3) ? drawn.get(random.nextInt(drawn.size())) : drawn.getLast();
    long away = WINDOWS.get(random.nextInt(WINDOWS.size())).toMillis() + random.nextInt(3) - 1;
    return chance(5) ? from.at() - away : from.at() + away;
  }

  private SortedMap<String, Object> fresh() {
    SortedMap<String, Object> fields = new TreeMap<>();
    fields.put("account_id", 2779L);
    fields.put("event_object", "customer");
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> order(fields);
      case 6, 7, 8, 9 -> counted(fields, "sms", "number_count");
      case 10 -> counted(fields, "assign", "complete_number_count");
      case 11, 12 -> {
        fields.put("event_action", "assigned default outbound route");
        fields.put("number_assigned", (long) random.nextInt(3));
      }
      case 13, 14 -> fields.put("event_action", "deleted");
      case 15 -> fields.put("event_action", "new");
      case 16 -> {
        fields.put("event_action", "updated");
        updated(fields);
      }
      default -> site(fields);
    }
    return fields;
  }

  private void order(SortedMap<String, Object> fields) {
    if (chance(2)) {
      counted(fields, "placed new order", "call_path_count");
      if (chance(2)) {
        fields.put("complete_number_count", quantity());
      }
    } else {
      counted(fields, "placed new order", "complete_number_count");
    }
    if (!chance(4)) {
      fields.put("order_number", one("NUW1", "nuw1", "NUW2"));
    }
  }

  private void counted(SortedMap<String, Object> fields, String action, String count) {
    fields.put("event_action", action);
    fields.put(count, quantity());
    fields.put(
        "event_type",
        chance(2) ? one("increase", "add", "enable") : one("decrease", "remove", "disable"));
    put(fields, "module", chance(2) ? null : one("msteam", "msteams", "webex"));
    put(fields, "system_sku", chance(2) ? null : "1234");
  }

  private void site(SortedMap<String, Object> fields) {
    String action = one("add", "update", "delete");
    fields.put("event_object", "site");
    fields.put("event_action", action);
    fields.put("site_id", 1L + random.nextInt(2));
    put(fields, "site_name", action.equals("add") || chance(2) ? one("Here", "here") : null);
    updated(fields);
  }

  private void updated(SortedMap<String, Object> fields) {
    put(fields, "updated_fields", chance(2) ? List.of("Address") : null);
  }

  private static void put(SortedMap<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private long quantity() {
    return 1L + random.nextInt(4);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
