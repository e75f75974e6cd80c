package io.entitlementledger.web;

import io.entitlementledger.node.LedgerNode;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness: a ledger that cannot write is not ready, although it still reads. */
@Component("ledger")
class LedgerHealth implements HealthIndicator {
  private final LedgerNode ledger;

  LedgerHealth(LedgerNode ledger) {
    this.ledger = ledger;
  }

  @Override
  public Health health() {
    return ledger.core().takesWrites() ? Health.up().build() : Health.down().build();
  }
}
