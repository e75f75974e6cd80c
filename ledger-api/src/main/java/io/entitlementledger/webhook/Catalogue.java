package io.entitlementledger.webhook;

import io.entitlementledger.codec.Sha256;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each webhook of a sender means, as data: words, fields and rules, read from YAML and checked
 * as a whole. Immutable; a changed catalogue is another one, with another version.
 */
public final class Catalogue {
  private static final String PACKAGED = "/ipilot-catalogue.yaml";

  private final String name;
  private final String version;
  private final String text;
  private final String sha256;
  private final Tables tables;
  private final List<Rule> rules;
  private final Vocabulary vocabulary;

  /** The catalogue's tables of words, folded. */
  record Tables(
      Map<String, Rule.Subject> objects,
      Map<String, Module> modules,
      Map<String, Direction> directions) {
    Tables {
      objects = Map.copyOf(objects);
      modules = Map.copyOf(modules);
      directions = Map.copyOf(directions);
    }
  }

  /** A turn in the life of an account or a site, and the webhook that tells of it. */
  record Turn(String webhook, Rule.Act act) {}

  Catalogue(
      String name,
      String version,
      String text,
      Tables tables,
      List<Rule> rules,
      Vocabulary vocabulary) {
    this.name = name;
    this.version = version;
    this.text = text;
    this.sha256 = Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    this.tables = tables;
    this.rules = List.copyOf(rules);
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a catalogue.
   *
   * @throws CatalogueException if it cannot be used, saying where and why
   */
  public static Catalogue parse(String yaml) {
    return CatalogueReader.read(yaml);
  }

  /** The catalogue that comes with the program. */
  public static Catalogue packaged() {
    try (InputStream yaml = Catalogue.class.getResourceAsStream(PACKAGED)) {
      if (yaml == null) {
        throw new IllegalStateException("The program was packaged without " + PACKAGED);
      }
      return parse(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which catalogue it is, {@code [a-z][a-z0-9-]{0,31}}. */
  public String name() {
    return name;
  }

  /** The version that is written on every event it decides. */
  public String version() {
    return version;
  }

  /** Name and version, as every event that was read by it says: {@code ipilot/1}. */
  public String reference() {
    return name + "/" + version;
  }

  /** The whole catalogue as it was given. */
  public String text() {
    return text;
  }

  /** SHA-256 of its text in UTF-8, in lower-case hex. */
  public String sha256() {
    return sha256;
  }

  /** The names of the webhooks it has rules for, in its order. */
  public List<String> webhooks() {
    return rules.stream().map(Rule::webhook).toList();
  }

  Tables tables() {
    return tables;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** What an action tells of the life of its subject, if a rule says that it does. */
  @Nullable Turn turn(Rule.Subject subject, String action) {
    for (Rule rule : rules) {
      if (rule instanceof Rule.LifeCycle life && life.subject() == subject) {
        Rule.Act act = life.acts().get(action);
        if (act != null) {
          return new Turn(life.webhook(), act);
        }
      }
    }
    return null;
  }

  /** The rules that count by an action, in the catalogue's order; nothing is counted on a site. */
  List<Rule.Counting> counting(Rule.Subject subject, String action) {
    if (subject == Rule.Subject.SITE) {
      return List.of();
    }
    return rules.stream()
        .filter(Rule.Counting.class::isInstance)
        .map(Rule.Counting.class::cast)
        .filter(rule -> rule.actions().contains(action))
        .toList();
  }
}
