package io.entitlementledger.webhook;

import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Module;
import org.jspecify.annotations.Nullable;

/** The words of a delivery, by the tables of its catalogue. */
final class Words {
  private Words() {}

  /** Which way a count goes, {@code null} where the delivery does not say. */
  static @Nullable Direction direction(Opened delivery) {
    Value value = delivery.fields().find(Field.EVENT_TYPE);
    if (value == null) {
      return null;
    }
    Direction direction = delivery.catalogue().tables().directions().get(value.text());
    if (direction == null) {
      throw unknown(Reason.UNKNOWN_DIRECTION, Field.EVENT_TYPE, value);
    }
    return direction;
  }

  /**
   * The module of the line: what the delivery names as one, else the first word of its order type
   * where that is one. An order type is free text and may begin with anything.
   */
  static Module module(Opened delivery) {
    var modules = delivery.catalogue().tables().modules();
    Value named = delivery.fields().find(Field.MODULE);
    if (named != null) {
      Module module = modules.get(named.text());
      if (module == null) {
        throw unknown(Reason.UNKNOWN_MODULE, Field.MODULE, named);
      }
      return module;
    }
    String orderType = delivery.fields().text(Field.ORDER_TYPE);
    if (orderType == null) {
      return Module.UNSPECIFIED;
    }
    int end = orderType.indexOf(' ');
    String first = end < 0 ? orderType : orderType.substring(0, end);
    return modules.getOrDefault(first, Module.UNSPECIFIED);
  }

  /** Refuses a word that no table and no rule of the catalogue knows. */
  static Refusal unknown(Reason reason, Field field, Value value) {
    String word = Texts.shown(value.text(), 64);
    // The sender's documentation gives samples such as "updated | new | deleted".
    return value.text().contains("|")
        ? new Refusal(
            Reason.ENUMERATION_SAMPLE,
            value.pointer(),
            "%s lists choices, '%s', in place of one of them.".formatted(field.name(), word))
        : new Refusal(
            reason, value.pointer(), "The catalogue has no %s '%s'.".formatted(field.name(), word));
  }
}
