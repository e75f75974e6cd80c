package io.entitlementledger.webhook;

import com.mongodb.client.MongoDatabase;

/** Violates an architecture rule, to show that the rule catches it. */
public record PlantedStorageInAReading(MongoDatabase database) {}
