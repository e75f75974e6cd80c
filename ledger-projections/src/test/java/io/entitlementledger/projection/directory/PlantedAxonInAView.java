package io.entitlementledger.projection.directory;

import org.axonframework.eventhandling.EventMessage;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedAxonInAView(EventMessage<?> message) {}
