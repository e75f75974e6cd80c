package io.entitlementledger.deliveries;

import io.entitlementledger.log.EventLog;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.Unknown;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.projection.deliveries.Deliveries;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.security.Caller;
import io.entitlementledger.web.Limits;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries: what came, and what became of it. */
@RestController
class DeliveriesController {
  private final LedgerViews views;
  private final EventLog log;

  DeliveriesController(LedgerNode ledger) {
    this.views = ledger.views();
    this.log = ledger.core().log();
  }

  @Operation(summary = "List deliveries, the newest first")
  @GetMapping("/v1/deliveries")
  Deliveries.Page find(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String account,
      @RequestParam(defaultValue = Limits.DEFAULT) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition,
      @AuthenticationPrincipal Caller caller) {
    return views
        .deliveries()
        .find(
            new Deliveries.Query(
                status, account, Limits.checked(limit), startingAfter, caller.source()),
            Freshness.DEFAULT.atLeast(minPosition));
  }

  @Operation(summary = "One delivery, with its bytes as they came (raw, in Base64)")
  @GetMapping("/v1/deliveries/{delivery}")
  DeliveryDetail get(@PathVariable String delivery) {
    DeliveryRecord found =
        views.deliveries().get(delivery, Freshness.DEFAULT).orElseThrow(Unknown::delivery);
    return DeliveryDetail.of(found, log.commitAt(found.position()));
  }
}
