package io.entitlementledger.event;

import org.bson.Document;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedMongoInAnEvent(Document document) {}
