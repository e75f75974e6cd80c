package io.entitlementledger.webhook;

import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Module;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a catalogue from YAML, and refuses one that is not wholly clear. */
final class CatalogueReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
  private static final Pattern MODULE = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  private final Section top;

  private CatalogueReader(Section top) {
    this.top = top;
  }

  static Catalogue read(String text) {
    Yaml document = Yaml.parse(text);
    if (!(document instanceof Yaml.Mapping mapping)) {
      throw new CatalogueException(
          document.line(), "a catalogue is a mapping that begins with its name");
    }
    Section top =
        new Section(
            "the catalogue",
            mapping,
            List.of("name", "version", "synonyms", "objects", "modules", "directions", "webhooks"));
    return new CatalogueReader(top).catalogue(text);
  }

  private Catalogue catalogue(String text) {
    List<Rule> rules = new ArrayList<>();
    RuleReader reader = new RuleReader();
    for (Yaml rule : top.sequence("webhooks")) {
      if (!(rule instanceof Yaml.Mapping mapping)) {
        throw top.fail(rule.line(), "a rule is a mapping that begins with its webhook");
      }
      rules.add(reader.read(mapping));
    }
    return new Catalogue(
        top.text("name", NAME),
        top.text("version", VERSION),
        text,
        tables(),
        rules,
        vocabulary(rules));
  }

  private Catalogue.Tables tables() {
    Map<String, Rule.Subject> objects = new HashMap<>();
    top.table("objects")
        .forEach((word, to) -> objects.put(word, top.choice(to, word, Rule.Subject.class)));
    Map<String, Module> modules = new HashMap<>();
    top.table("modules")
        .forEach((word, to) -> modules.put(word, new Module(top.matching(to, word, MODULE))));
    Map<String, Direction> directions = new HashMap<>();
    top.table("directions")
        .forEach((word, to) -> directions.put(word, top.choice(to, word, Direction.class)));
    return new Catalogue.Tables(objects, modules, directions);
  }

  private Vocabulary vocabulary(List<Rule> rules) {
    Map<String, Field> byKey = new LinkedHashMap<>();
    Field.ALWAYS.forEach(field -> byKey.put(Texts.key(field.name()), field));
    for (Rule rule : rules) {
      if (rule instanceof Rule.Counting counting) {
        byKey.putIfAbsent(Texts.key(counting.count().name()), counting.count());
        if (counting.naturalKey() != null) {
          byKey.putIfAbsent(Texts.key(counting.naturalKey().name()), counting.naturalKey());
        }
      }
    }
    if (top.has("synonyms")) {
      top.table("synonyms").forEach((spelling, to) -> addSynonym(byKey, spelling, to));
    }
    return new Vocabulary(byKey);
  }

  private void addSynonym(Map<String, Field> byKey, String spelling, Yaml.Scalar to) {
    Field field = byKey.get(Texts.key(to.text()));
    if (field == null) {
      throw top.fail(
          to.line(),
          "'%s' stands for '%s', which is no field"
              .formatted(Section.shown(spelling), Section.shown(to.text())));
    }
    if (byKey.putIfAbsent(Texts.key(spelling), field) != null) {
      throw top.fail(
          to.line(), "'%s' is a field or a synonym already".formatted(Section.shown(spelling)));
    }
  }
}
