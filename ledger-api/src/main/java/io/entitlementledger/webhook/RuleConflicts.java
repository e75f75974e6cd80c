package io.entitlementledger.webhook;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What keeps two rules from standing in one catalogue. */
final class RuleConflicts {
  private RuleConflicts() {}

  /** What is wrong with a rule beside another, {@code null} if nothing is. */
  static @Nullable String between(Rule rule, Rule other) {
    if (rule.webhook().equals(other.webhook())) {
      return "there is another rule of this name";
    }
    return switch (rule) {
      case Rule.Counting counting ->
          switch (other) {
            case Rule.Counting another -> between(counting, another);
            case Rule.LifeCycle life -> between(counting, life);
          };
      case Rule.LifeCycle life ->
          switch (other) {
            case Rule.Counting counting -> between(counting, life);
            case Rule.LifeCycle another -> between(life, another);
          };
    };
  }

  private static @Nullable String between(Rule.Counting rule, Rule.Counting other) {
    if (rule.actions().stream().noneMatch(other.actions()::contains)) {
      return null;
    }
    String shared = "it shares an action with " + other.webhook();
    if (rule.gauge() || other.gauge()) {
      return shared + ", and a gauge must have its own";
    }
    if (rule.count().equals(other.count())) {
      return shared + " and counts by the same field, so nothing tells them apart";
    }
    if (rule.product().equals(other.product())) {
      return shared + " and its product, so one delivery would change a line twice";
    }
    return Objects.equals(rule.naturalKey(), other.naturalKey())
        ? null
        : shared + ", and both must have the same natural_key";
  }

  private static @Nullable String between(Rule.LifeCycle rule, Rule.LifeCycle other) {
    return rule.subject() == other.subject()
            && rule.acts().keySet().stream().anyMatch(other.acts()::containsKey)
        ? "it shares an act with " + other.webhook()
        : null;
  }

  private static @Nullable String between(Rule.Counting counting, Rule.LifeCycle life) {
    return life.subject() != Rule.Subject.SITE
            && counting.actions().stream().anyMatch(life.acts()::containsKey)
        ? "an action of %s is an act of %s".formatted(counting.webhook(), life.webhook())
        : null;
  }
}
