package io.entitlementledger.webhook;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.account.SetGauge;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a delivery counts, and on which lines. */
final class Counts {
  private final Opened delivery;
  private final Fields fields;
  private final @Nullable Direction named;
  private final Module module;

  /**
   * @param named which way the delivery says it goes, where it does
   */
  Counts(Opened delivery, @Nullable Direction named, Module module) {
    this.delivery = delivery;
    this.fields = delivery.fields();
    this.named = named;
    this.module = module;
  }

  /** One thing counted. */
  private record Counted(Rule.Counting rule, Quantity quantity) {}

  /**
   * The command that the rules of the delivery's action make of it.
   *
   * @param rules at least one, and no gauge among several
   */
  AccountCommand command(List<Rule.Counting> rules) {
    Rule.Counting first = rules.getFirst();
    if (first.gauge()) {
      return gauge(first);
    }
    List<Counted> counted = rules.size() == 1 ? List.of(only(first)) : carried(rules);
    List<LineChange> changes = counted.stream().map(this::change).toList();
    // An order of several things is several webhooks of the catalogue in one delivery.
    String webhook =
        counted.stream().map(count -> count.rule().webhook()).collect(Collectors.joining("+"));
    return new ChangeLines(
        delivery.account(),
        delivery.cause(webhook),
        delivery.externalId(),
        changes,
        delivery.receipt().windows());
  }

  private SetGauge gauge(Rule.Counting rule) {
    Quantity quantity = Numbers.count(rule.count(), fields.require(rule.count()));
    return new SetGauge(
        delivery.account(),
        delivery.cause(rule.webhook()),
        delivery.externalId(),
        new GaugeReading(line(rule.product()), quantity, rule.billable(), skus()));
  }

  private Counted only(Rule.Counting rule) {
    Value value = fields.require(rule.count());
    Quantity quantity = Numbers.count(rule.count(), value);
    if (quantity.isZero()) {
      throw zero(rule.count(), value);
    }
    return new Counted(rule, quantity);
  }

  /** Of rules that share an action, those whose count is there; a zero counts as absent. */
  private List<Counted> carried(List<Rule.Counting> rules) {
    List<Counted> carried = new ArrayList<>();
    Refusal zero = null;
    for (Rule.Counting rule : rules) {
      Value value = fields.find(rule.count());
      if (value != null) {
        Quantity quantity = Numbers.count(rule.count(), value);
        if (quantity.isZero()) {
          zero = zero(rule.count(), value);
        } else {
          carried.add(new Counted(rule, quantity));
        }
      }
    }
    if (!carried.isEmpty()) {
      return carried;
    }
    if (zero != null) {
      throw zero;
    }
    String counts = rules.stream().map(r -> r.count().name()).collect(Collectors.joining(" or "));
    throw fields.missing(rules.getFirst().count(), counts + " is missing or empty.");
  }

  private static Refusal zero(Field field, Value value) {
    return new Refusal(
        Reason.ZERO_COUNT, value.pointer(), field.name() + " is zero, which changes nothing.");
  }

  private LineChange change(Counted counted) {
    Rule.Counting rule = counted.rule();
    @Nullable String pon = rule.naturalKey() == null ? null : fields.text(rule.naturalKey());
    return new LineChange(
        line(rule.product()), direction(rule), counted.quantity(), rule.billable(), pon, skus());
  }

  private Direction direction(Rule.Counting rule) {
    Direction direction = named == null ? rule.directionIfAbsent() : named;
    if (direction == null) {
      throw fields.missing(Field.EVENT_TYPE, "event_type is missing or empty.");
    }
    return direction;
  }

  private LineKey line(Product product) {
    String systemSku = fields.text(Field.SYSTEM_SKU);
    return new LineKey(product, module, systemSku == null ? LineKey.NO_SKU : systemSku);
  }

  private Skus skus() {
    return new Skus(fields.text(Field.RESELLER_OWN_SKU), fields.text(Field.PLATFORM_OWN_SKU));
  }
}
