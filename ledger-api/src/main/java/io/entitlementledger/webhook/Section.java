package io.entitlementledger.webhook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One mapping of a catalogue while it is checked, and how to complain of it. */
final class Section {
  private static final int SHOWN = 64;

  private final String where;
  private final Yaml.Mapping mapping;
  private final Map<String, Yaml> values = new LinkedHashMap<>();

  /**
   * A section in which only some keys may appear.
   *
   * @param where what a person would call it: {@code the catalogue}, {@code webhook sms}
   */
  Section(String where, Yaml.Mapping mapping, List<String> known) {
    this.where = where;
    this.mapping = mapping;
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key.text())) {
                throw fail(key.line(), "'%s' is no key of it".formatted(shown(key.text())));
              }
              values.put(key.text(), value);
            });
  }

  CatalogueException fail(int line, String complaint) {
    return new CatalogueException(line, where, complaint);
  }

  /** What was written, for a message: one line of a bearable length. */
  static String shown(String text) {
    return Texts.shown(text, SHOWN);
  }

  int line(String key) {
    Yaml value = values.get(key);
    return value == null ? mapping.line() : value.line();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Yaml value(String key) {
    Yaml value = values.get(key);
    if (value == null) {
      throw fail(mapping.line(), "'%s' is missing".formatted(key));
    }
    return value;
  }

  Yaml.Mapping mapping(String key) {
    if (value(key) instanceof Yaml.Mapping table) {
      return table;
    }
    throw fail(line(key), "'%s' must be a mapping".formatted(key));
  }

  List<Yaml> sequence(String key) {
    if (value(key) instanceof Yaml.Sequence list && !list.items().isEmpty()) {
      return list.items();
    }
    throw fail(line(key), "'%s' must be a list with at least one item".formatted(key));
  }

  /** The folded words of a list. */
  List<String> words(String key) {
    List<String> words = new ArrayList<>();
    for (Yaml item : sequence(key)) {
      String word = word(item);
      if (words.contains(word)) {
        throw fail(item.line(), "'%s' is in the list twice".formatted(shown(word)));
      }
      words.add(word);
    }
    return words;
  }

  /** A table from folded words, each once. */
  SequencedMap<String, Yaml.Scalar> table(String key) {
    SequencedMap<String, Yaml.Scalar> table = new LinkedHashMap<>();
    mapping(key)
        .entries()
        .forEach(
            (word, value) -> {
              if (!(value instanceof Yaml.Scalar scalar)) {
                throw fail(value.line(), "'%s' must have one value".formatted(shown(word.text())));
              }
              if (table.put(word(word), scalar) != null) {
                throw fail(
                    word.line(), "'%s' is there twice".formatted(shown(Texts.word(word.text()))));
              }
            });
    return table;
  }

  /** A text of a form. */
  String text(String key, Pattern form) {
    if (value(key) instanceof Yaml.Scalar scalar) {
      return matching(scalar, key, form);
    }
    throw fail(line(key), "'%s' must be one value".formatted(key));
  }

  /** A scalar that must have a form. */
  String matching(Yaml.Scalar scalar, String key, Pattern form) {
    if (!form.matcher(scalar.text()).matches()) {
      throw fail(
          scalar.line(),
          "'%s' must match %s, and '%s' does not"
              .formatted(shown(key), form, shown(scalar.text())));
    }
    return scalar.text();
  }

  boolean flag(String key) {
    return text(key, Pattern.compile("true|false")).equals("true");
  }

  /** One of the constants of an enum, in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    if (value(key) instanceof Yaml.Scalar scalar) {
      return choice(scalar, key, type);
    }
    throw fail(line(key), "'%s' must be one value".formatted(key));
  }

  /** As {@link #choice(String, Class)}, where it may be absent. */
  <E extends Enum<E>> @Nullable E maybeChoice(String key, Class<E> type) {
    return has(key) ? choice(key, type) : null;
  }

  /** The constant of an enum that a scalar names in lower case. */
  <E extends Enum<E>> E choice(Yaml.Scalar scalar, String key, Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(scalar.text())) {
        return constant;
      }
      words.add(word);
    }
    throw fail(
        scalar.line(),
        "'%s' must be one of %s, not '%s'"
            .formatted(shown(key), String.join(", ", words), shown(scalar.text())));
  }

  private String word(Yaml yaml) {
    if (yaml instanceof Yaml.Scalar scalar && !Texts.word(scalar.text()).isEmpty()) {
      return Texts.word(scalar.text());
    }
    throw fail(yaml.line(), "this must be a word");
  }
}
