package io.entitlementledger.projection.audit;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.Request;
import io.entitlementledger.event.Windows;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.Site;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a plain sentence why a delivery was not counted, and what it asked for. */
final class Verdicts {
  private Verdicts() {}

  static String duplicate(DeliveryDuplicated event) {
    String original = delivery(event.original());
    return "The delivery was not counted: "
        + switch (event.why()) {
          case SAME_IDEMPOTENCY_KEY ->
              "its idempotency key and content are those of " + original + ".";
          case SAME_ORDER ->
              "the same order changed the same lines with the same content%s in %s."
                  .formatted(within(event.windows()), original);
          case ALREADY_HELD -> "it repeats " + original + ", which is held already.";
          case PRESENT_STATE -> "it reports what is so already.";
        };
  }

  static String held(DeliveryHeld event) {
    String original = delivery(event.original());
    return "The delivery is held for a person to decide: "
        + switch (event.why()) {
          case CONFLICTING_DUPLICATE ->
              "it has the key of " + original + " but not the same content.";
          case SUSPECTED_DUPLICATE ->
              "it has the same content as %s%s and may be a repeat of it."
                  .formatted(original, apart(event));
          case ACCOUNT_CLOSED -> "the account is closed at the time it counts from.";
        }
        + " It asked for: "
        + request(event.request())
        + ".";
  }

  static String ruled(Cause cause) {
    Delivery delivery = cause.delivery();
    return delivery == null ? "A held delivery" : "The held delivery " + delivery.id();
  }

  private static String within(@Nullable Windows windows) {
    return windows == null ? "" : " within " + Spans.words(windows.retrySeconds());
  }

  private static String apart(DeliveryHeld event) {
    Windows windows = event.windows();
    if (windows == null) {
      return "";
    }
    // What is known by its order is in doubt when it comes late; what has none, when it comes soon.
    boolean ordered = event.request().changes().stream().allMatch(change -> change.pon() != null);
    return ordered
        ? ", more than %s apart,".formatted(Spans.words(windows.retrySeconds()))
        : ", within %s,".formatted(Spans.words(windows.repeatSeconds()));
  }

  private static String delivery(@Nullable String original) {
    return original == null ? "an earlier delivery" : "delivery " + original;
  }

  private static String request(Request request) {
    return switch (request.act()) {
      case CHANGE_LINES ->
          request.changes().stream().map(Verdicts::change).collect(Collectors.joining("; "));
      case SET_GAUGE -> gauge(request.gauge());
      case OPEN_ACCOUNT -> "the account is new";
      case CHANGE_ACCOUNT -> "a change of the account's " + Summary.fields(request.updatedFields());
      case CLOSE_ACCOUNT -> "the account is closed";
      case ADD_SITE -> site(request.site()) + " is added";
      case CHANGE_SITE -> site(request.site()) + " is changed";
      case REMOVE_SITE -> site(request.site()) + " is removed";
    };
  }

  private static String change(LineChange change) {
    String way =
        switch (change.direction()) {
          case INCREASE -> "up";
          case DECREASE -> "down";
        };
    return "%s %s by %s%s"
        .formatted(
            Summary.line(change.line()),
            way,
            Summary.units(change.quantity()),
            Summary.order(change.pon()));
  }

  private static String gauge(@Nullable GaugeReading gauge) {
    return gauge == null
        ? "a reading"
        : Summary.line(gauge.line()) + " is " + Summary.units(gauge.quantity());
  }

  private static String site(@Nullable Site site) {
    return site == null ? "a site" : Summary.site(site);
  }
}
