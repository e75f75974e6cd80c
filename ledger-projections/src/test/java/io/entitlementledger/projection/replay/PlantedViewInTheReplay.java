package io.entitlementledger.projection.replay;

import io.entitlementledger.projection.audit.AuditEntry;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedViewInTheReplay(AuditEntry entry) {}
