package io.entitlementledger.deliveries;

import io.entitlementledger.security.Caller;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.webhook.DeliveryAnswer;
import io.entitlementledger.webhook.DeliveryKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Where a person decides on deliveries that wait. */
@RestController
class RulingsController {
  private static final String KEY = "Idempotency-Key";

  private final Rulings rulings;
  private final SeveralRulings several;

  RulingsController(Rulings rulings, SeveralRulings several) {
    this.rulings = rulings;
    this.several = several;
  }

  @Operation(summary = "Read a quarantined delivery again, counting from when it was received")
  @PostMapping("/v1/deliveries/{delivery}/retry")
  DeliveryAnswer retry(
      @PathVariable String delivery,
      @RequestBody(required = false) @Nullable RulingRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    return one(delivery, Act.RETRY, request, key, caller);
  }

  @Operation(summary = "Let a held delivery count, from when it was received")
  @PostMapping("/v1/deliveries/{delivery}/release")
  DeliveryAnswer release(
      @PathVariable String delivery,
      @RequestBody(required = false) @Nullable RulingRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    return one(delivery, Act.RELEASE, request, key, caller);
  }

  @Operation(summary = "Decide that a held or quarantined delivery does not count")
  @PostMapping("/v1/deliveries/{delivery}/discard")
  DeliveryAnswer discard(
      @PathVariable String delivery,
      @RequestBody(required = false) @Nullable RulingRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    return one(delivery, Act.DISCARD, request, key, caller);
  }

  @Operation(summary = "Retry several quarantined deliveries, or tell what that would come to")
  @PostMapping("/v1/deliveries/retry")
  SeveralRulings.Answer retryAll(
      @RequestBody RulingRequest.Several request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    return all(Act.RETRY, request, key, caller);
  }

  @Operation(summary = "Release several held deliveries, or tell what that would come to")
  @PostMapping("/v1/deliveries/release")
  SeveralRulings.Answer releaseAll(
      @RequestBody RulingRequest.Several request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    return all(Act.RELEASE, request, key, caller);
  }

  @Operation(summary = "Discard several deliveries that wait, or tell what that would come to")
  @PostMapping("/v1/deliveries/discard")
  SeveralRulings.Answer discardAll(
      @RequestBody RulingRequest.Several request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    return all(Act.DISCARD, request, key, caller);
  }

  private DeliveryAnswer one(
      String delivery,
      Act act,
      @Nullable RulingRequest request,
      @Nullable String key,
      Caller caller) {
    Ruling ruling = ruling(caller, request == null ? null : request.reason(), key);
    return rulings.rule(rulings.find(delivery), act, ruling);
  }

  private SeveralRulings.Answer all(
      Act act, RulingRequest.Several given, @Nullable String key, Caller caller) {
    RulingRequest.Several request = given.checked();
    Ruling ruling = ruling(caller, request.reason(), key);
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    if (request.filter() != null) {
      return several.byFilter(request.filter(), request.most(), dryRun, act, ruling);
    }
    List<String> ids =
        Objects.requireNonNull(request.ids()).stream().map(Objects::requireNonNull).toList();
    return several.byIds(ids, dryRun, act, ruling);
  }

  private static Ruling ruling(Caller caller, @Nullable String reason, @Nullable String key) {
    return new Ruling(caller.actor(), RulingRequest.reason(reason), DeliveryKey.of(key));
  }
}
