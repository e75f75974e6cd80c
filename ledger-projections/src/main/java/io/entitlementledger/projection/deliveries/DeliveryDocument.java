package io.entitlementledger.projection.deliveries;

import io.entitlementledger.event.Windows;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What became of a delivery as a document, and back. What is absent is left out. */
final class DeliveryDocument {
  static final String STATUS = "status";
  static final String ACCOUNT = "account";
  static final String REASON = "reason";
  static final String SOURCE = "source";
  static final String RECEIVED_AT = "received_at";

  private static final String FIRST = "first";
  private static final String RULINGS = "rulings";

  private DeliveryDocument() {}

  static Document write(DeliveryRecord record) {
    Document document =
        new Document(ViewStore.ID, record.id())
            .append(STATUS, record.status())
            .append(REASON, record.reason())
            .append(SOURCE, record.source())
            .append(ACCOUNT, record.account())
            .append(RECEIVED_AT, record.receivedAt())
            .append("recorded_at", record.recordedAt())
            .append("webhook", record.webhook())
            .append("pointer", record.pointer())
            .append("detail", record.detail())
            .append("original", record.original())
            .append("windows", windows(record.windows()))
            .append("unknown_fields", record.unknownFields())
            .append("catalogue", record.catalogue())
            .append("sha256", record.sha256())
            .append(ViewStore.POSITION, record.position());
    DeliveryRecord.First first = record.first();
    if (first != null) {
      document.append(
          FIRST,
          compact(
              new Document(STATUS, first.status())
                  .append(REASON, first.reason())
                  .append("original", first.original())
                  .append("catalogue", first.catalogue())));
      document.append(
          RULINGS, record.rulings().stream().map(DeliveryDocument::writeRuling).toList());
    }
    return compact(document);
  }

  private static Document writeRuling(DeliveryRecord.Ruling ruling) {
    return compact(
        new Document("act", ruling.act())
            .append(STATUS, ruling.status())
            .append("by", ruling.by())
            .append(REASON, ruling.reason())
            .append("idempotency_key", ruling.idempotencyKey())
            .append("recorded_at", ruling.recordedAt())
            .append(ViewStore.POSITION, ruling.position())
            .append("leaf", ruling.leaf()));
  }

  private static Document compact(Document document) {
    document.values().removeIf(value -> value == null);
    return document;
  }

  static DeliveryRecord read(Document document) {
    return new DeliveryRecord(
        document.getString(ViewStore.ID),
        document.getString(STATUS),
        document.getString(REASON),
        document.getString(SOURCE),
        document.getString(ACCOUNT),
        ViewStore.instant(document, RECEIVED_AT),
        ViewStore.instant(document, "recorded_at"),
        document.getString("webhook"),
        document.getString("pointer"),
        document.getString("detail"),
        document.getString("original"),
        readWindows(document.get("windows", Document.class)),
        document.getList("unknown_fields", String.class),
        document.getString("catalogue"),
        document.getString("sha256"),
        document.getLong(ViewStore.POSITION),
        readFirst(document.get(FIRST, Document.class)),
        document.getList(RULINGS, Document.class, List.of()).stream()
            .map(DeliveryDocument::readRuling)
            .toList());
  }

  private static DeliveryRecord.@Nullable First readFirst(@Nullable Document first) {
    return first == null
        ? null
        : new DeliveryRecord.First(
            first.getString(STATUS),
            first.getString(REASON),
            first.getString("original"),
            first.getString("catalogue"));
  }

  private static DeliveryRecord.Ruling readRuling(Document ruling) {
    return new DeliveryRecord.Ruling(
        ruling.getString("act"),
        ruling.getString(STATUS),
        ruling.getString("by"),
        ruling.getString(REASON),
        ruling.getString("idempotency_key"),
        ViewStore.instant(ruling, "recorded_at"),
        ruling.getLong(ViewStore.POSITION),
        ruling.getString("leaf"));
  }

  private static @Nullable Document windows(@Nullable Windows windows) {
    return windows == null
        ? null
        : new Document("retry_seconds", windows.retrySeconds())
            .append("repeat_seconds", windows.repeatSeconds());
  }

  private static @Nullable Windows readWindows(@Nullable Document windows) {
    return windows == null
        ? null
        : new Windows(windows.getLong("retry_seconds"), windows.getLong("repeat_seconds"));
  }
}
