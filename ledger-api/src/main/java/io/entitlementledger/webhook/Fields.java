package io.entitlementledger.webhook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a delivery: those that are recognised, by field, and the names of the others. */
final class Fields {
  /** How many members a body may have. */
  static final int MAX_MEMBERS = 500;

  private static final int MAX_UNKNOWN = 20;
  private static final int MAX_UNKNOWN_NAME = 64;

  /**
   * In the order of the body, so that of several faults it is always the same one that is named.
   */
  private final Map<Field, List<Json.Member>> recognised = new LinkedHashMap<>();

  private final List<Json.Member> unknown = new ArrayList<>();

  Fields(List<Json.Member> members, Vocabulary vocabulary) {
    if (members.size() > MAX_MEMBERS) {
      throw new Refusal(
          Reason.TOO_MANY_FIELDS, "", "The body has more than " + MAX_MEMBERS + " fields.");
    }
    for (Json.Member member : members) {
      Field field = vocabulary.find(member.name());
      if (field == null) {
        unknown.add(member);
      } else {
        recognised.computeIfAbsent(field, _ -> new ArrayList<>()).add(member);
      }
    }
  }

  /**
   * What a field holds, {@code null} where it is absent.
   *
   * @throws Refusal if it cannot be read, or is there twice with different values
   */
  @Nullable Value find(Field field) {
    Value first = null;
    for (Json.Member member : recognised.getOrDefault(field, List.of())) {
      Value value = Value.of(field, member);
      if (first == null) {
        first = value;
      } else if (value != null && !value.texts().equals(first.texts())) {
        throw conflict(value.pointer(), field.name());
      }
    }
    return first;
  }

  /** The one text of a field, {@code null} where it is absent. */
  @Nullable String text(Field field) {
    Value value = find(field);
    return value == null ? null : value.text();
  }

  /** What a field holds that must be there. */
  Value require(Field field) {
    Value value = find(field);
    if (value == null) {
      throw missing(field, field.name() + " is missing or empty.");
    }
    return value;
  }

  /** Refuses the delivery for want of a field, at where it is empty or else would be. */
  Refusal missing(Field field, String detail) {
    List<Json.Member> members = recognised.getOrDefault(field, List.of());
    return new Refusal(
        Reason.MISSING_FIELD,
        members.isEmpty() ? field.pointer() : Texts.pointer(members.getFirst().name()),
        detail);
  }

  /**
   * Everything that was recognised, by the name of its field.
   *
   * @throws Refusal if any of it cannot be read, or any member is there twice with different values
   */
  SortedMap<String, Value> all() {
    SortedMap<String, Value> all = new TreeMap<>();
    for (Field field : recognised.keySet()) {
      Value value = find(field);
      if (value != null) {
        all.put(field.name(), value);
      }
    }
    Map<String, Json> others = new HashMap<>();
    for (Json.Member member : unknown) {
      Json earlier = others.putIfAbsent(Texts.key(member.name()), member.value());
      if (earlier != null && !earlier.equals(member.value())) {
        throw conflict(Texts.pointer(member.name()), Texts.shown(member.name(), MAX_UNKNOWN_NAME));
      }
    }
    return all;
  }

  /** The names of the members that are not recognised, as they were spelled, within bounds. */
  List<String> unknownNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Json.Member member : unknown) {
      if (names.size() < MAX_UNKNOWN) {
        names.add(Texts.shown(member.name(), MAX_UNKNOWN_NAME));
      }
    }
    return List.copyOf(names);
  }

  private static Refusal conflict(String pointer, String name) {
    return new Refusal(
        Reason.CONFLICTING_FIELDS, pointer, name + " is there twice, with different values.");
  }
}
