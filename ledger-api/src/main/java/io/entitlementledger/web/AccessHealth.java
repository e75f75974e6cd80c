package io.entitlementledger.web;

import io.entitlementledger.node.LedgerNode;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness: while no read can be recorded, none is answered. */
@Component("access")
class AccessHealth implements HealthIndicator {
  private final LedgerNode ledger;

  AccessHealth(LedgerNode ledger) {
    this.ledger = ledger;
  }

  @Override
  public Health health() {
    return ledger.access().takesWrites() ? Health.up().build() : Health.down().build();
  }
}
