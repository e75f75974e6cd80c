package io.entitlementledger.projection.deliveries;

import io.entitlementledger.projection.replay.ViewStore;
import org.bson.Document;

/** What became of a delivery as a document, and back. What is absent is left out. */
final class DeliveryDocument {
  static final String STATUS = "status";
  static final String ACCOUNT = "account";
  static final String REASON = "reason";

  private DeliveryDocument() {}

  static Document write(DeliveryRecord record) {
    Document document =
        new Document(ViewStore.ID, record.id())
            .append(STATUS, record.status())
            .append(REASON, record.reason())
            .append("source", record.source())
            .append(ACCOUNT, record.account())
            .append("received_at", record.receivedAt())
            .append("recorded_at", record.recordedAt())
            .append("webhook", record.webhook())
            .append("pointer", record.pointer())
            .append("detail", record.detail())
            .append("original", record.original())
            .append("unknown_fields", record.unknownFields())
            .append("catalogue", record.catalogue())
            .append("sha256", record.sha256())
            .append(ViewStore.POSITION, record.position());
    document.values().removeIf(value -> value == null);
    return document;
  }

  static DeliveryRecord read(Document document) {
    return new DeliveryRecord(
        document.getString(ViewStore.ID),
        document.getString(STATUS),
        document.getString(REASON),
        document.getString("source"),
        document.getString(ACCOUNT),
        ViewStore.instant(document, "received_at"),
        ViewStore.instant(document, "recorded_at"),
        document.getString("webhook"),
        document.getString("pointer"),
        document.getString("detail"),
        document.getString("original"),
        document.getList("unknown_fields", String.class),
        document.getString("catalogue"),
        document.getString("sha256"),
        document.getLong(ViewStore.POSITION));
  }
}
