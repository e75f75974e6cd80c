package io.entitlementledger.node;

import org.springframework.http.HttpStatus;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedHttpInTheNode(HttpStatus status) {}
