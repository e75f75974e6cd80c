package io.entitlementledger.reads;

import io.entitlementledger.access.AccessLog;
import io.entitlementledger.access.AccessPage;
import io.entitlementledger.access.AccessQuery;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.web.Limits;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The access log. */
@RestController
class AccessController {
  private final AccessLog log;

  AccessController(LedgerNode ledger) {
    this.log = ledger.access();
  }

  @Operation(
      summary = "Who read what and when, oldest first",
      description =
          "One record stands for all requests of one key, route, path and account in one minute;"
              + " its range is that of the first. Records are found by account or by the time of"
              + " recording, and sifted by principal; at most 10,000 are looked at for one page, so"
              + " a page may be short or empty although has_more is true. Go on with starting_after"
              + " = next.")
  @GetMapping("/v1/access")
  AccessPage find(
      @RequestParam(required = false) @Nullable String principal,
      @RequestParam(required = false) @Nullable AccountId account,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = Limits.DEFAULT) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter) {
    return log.find(
        new AccessQuery(principal, account, from, to, Limits.checked(limit), startingAfter));
  }
}
