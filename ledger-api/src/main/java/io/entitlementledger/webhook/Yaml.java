package io.entitlementledger.webhook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** YAML with its line numbers, so that a mistake can be pointed at. */
sealed interface Yaml {
  int line();

  /**
   * A string, number or boolean.
   *
   * @param text as written, without its quotes
   */
  record Scalar(String text, int line) implements Yaml {}

  /** A list. */
  record Sequence(List<Yaml> items, int line) implements Yaml {}

  /** Keys and their values, in their order; no key repeats. */
  record Mapping(SequencedMap<Scalar, Yaml> entries, int line) implements Yaml {}

  /**
   * Reads the one document that a text is.
   *
   * @throws CatalogueException if it is no YAML, or a key repeats
   */
  static Yaml parse(String text) {
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new CatalogueException("it is empty");
      }
      Yaml document = value(parser, first);
      if (parser.nextToken() != null) {
        throw new CatalogueException(
            at(parser), "a catalogue is one document, and here another begins");
      }
      return document;
    } catch (JacksonException e) {
      throw new CatalogueException(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "this is not YAML");
    }
  }

  private static Yaml value(JsonParser parser, JsonToken token) {
    int line = at(parser);
    if (token == JsonToken.START_OBJECT) {
      return mapping(parser, line);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Yaml> items = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        items.add(value(parser, next));
      }
      return new Sequence(items, line);
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new CatalogueException(line, "a catalogue has no aliases; write the value out");
    }
    return new Scalar(token == JsonToken.VALUE_NULL ? "" : parser.getString(), line);
  }

  private static Yaml mapping(JsonParser parser, int line) {
    SequencedMap<String, Scalar> keys = new LinkedHashMap<>();
    SequencedMap<Scalar, Yaml> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Scalar key = new Scalar(parser.currentName(), at(parser));
      Scalar earlier = keys.putIfAbsent(key.text(), key);
      if (earlier != null) {
        throw new CatalogueException(
            key.line(),
            "'%s' is there already, on line %d"
                .formatted(Section.shown(key.text()), earlier.line()));
      }
      entries.put(key, value(parser, parser.nextToken()));
    }
    return new Mapping(entries, line);
  }

  private static int at(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
