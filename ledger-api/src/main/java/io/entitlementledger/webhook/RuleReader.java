package io.entitlementledger.webhook;

import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a catalogue one by one, and refuses those that would contradict another. */
final class RuleReader {
  private static final Pattern WEBHOOK = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern PRODUCT = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  private static final List<String> COUNTING =
      List.of(
          "webhook",
          "actions",
          "count",
          "quantity",
          "direction_if_absent",
          "product",
          "billable",
          "natural_key",
          "timing");
  private static final List<String> LIFE_CYCLE = List.of("webhook", "object", "acts", "timing");

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Field> added = new HashMap<>();

  /** What a count is. */
  private enum Measure {
    COUNTED,
    GAUGE
  }

  Rule read(Yaml.Mapping mapping) {
    String where = where(mapping);
    boolean lifeCycle = mapping.entries().keySet().stream().anyMatch(k -> k.text().equals("acts"));
    Section section = new Section(where, mapping, lifeCycle ? LIFE_CYCLE : COUNTING);
    Rule rule = lifeCycle ? lifeCycle(section) : counting(section);
    for (Rule earlier : rules) {
      String conflict = RuleConflicts.between(rule, earlier);
      if (conflict != null) {
        throw section.fail(section.line("webhook"), conflict);
      }
    }
    rules.add(rule);
    return rule;
  }

  private static String where(Yaml.Mapping mapping) {
    for (Map.Entry<Yaml.Scalar, Yaml> entry : mapping.entries().entrySet()) {
      if (entry.getKey().text().equals("webhook") && entry.getValue() instanceof Yaml.Scalar name) {
        return "webhook " + Section.shown(name.text());
      }
    }
    return "a webhook";
  }

  private Rule.Counting counting(Section section) {
    Set<String> actions = new LinkedHashSet<>(section.words("actions"));
    Field count = field(section, "count", Field.Kind.WHOLE_NUMBER);
    @Nullable Field naturalKey =
        section.has("natural_key") ? field(section, "natural_key", Field.Kind.IDENTIFIER) : null;
    return new Rule.Counting(
        section.text("webhook", WEBHOOK),
        actions,
        count,
        section.choice("quantity", Measure.class) == Measure.GAUGE,
        section.maybeChoice("direction_if_absent", Direction.class),
        new Product(section.text("product", PRODUCT)),
        section.flag("billable"),
        naturalKey,
        section.choice("timing", Rule.Timing.class));
  }

  private static Rule.LifeCycle lifeCycle(Section section) {
    Rule.Subject subject = section.choice("object", Rule.Subject.class);
    Map<String, Rule.Act> acts = new LinkedHashMap<>();
    section
        .table("acts")
        .forEach(
            (word, to) -> {
              Rule.Act act = section.choice(to, word, Rule.Act.class);
              if (act.ofSite() != (subject == Rule.Subject.SITE)) {
                throw section.fail(to.line(), "'%s' is no act of its object".formatted(to.text()));
              }
              acts.put(word, act);
            });
    if (acts.isEmpty()) {
      throw section.fail(section.line("acts"), "'acts' must name at least one");
    }
    return new Rule.LifeCycle(
        section.text("webhook", WEBHOOK),
        subject,
        acts,
        section.choice("timing", Rule.Timing.class));
  }

  /** A field that a rule reads: one that is always recognised, or a new one of its kind. */
  private Field field(Section section, String key, Field.Kind kind) {
    Field wanted = new Field(section.text(key, FIELD), kind);
    for (Field known : Field.ALWAYS) {
      if (Texts.key(known.name()).equals(Texts.key(wanted.name()))) {
        if (!known.equals(wanted) || kind == Field.Kind.WHOLE_NUMBER) {
          throw section.fail(
              section.line(key), "'%s' means something else already".formatted(wanted.name()));
        }
        return known;
      }
    }
    Field known = added.putIfAbsent(Texts.key(wanted.name()), wanted);
    if (known != null && !known.equals(wanted)) {
      throw section.fail(
          section.line(key), "'%s' means something else already".formatted(wanted.name()));
    }
    return wanted;
  }
}
