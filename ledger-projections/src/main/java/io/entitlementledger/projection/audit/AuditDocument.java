package io.entitlementledger.projection.audit;

import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** An entry as a document, and back. What is absent is left out. */
final class AuditDocument {
  static final String ACCOUNT = "account";
  static final String TYPE = "type";
  static final String RECORDED_AT = "recorded_at";
  static final String PRODUCTS = "products";

  private AuditDocument() {}

  static Document write(AuditEntry entry, AccountId account, List<String> products) {
    return compact(
        new Document(ViewStore.ID, entry.position())
            .append(ACCOUNT, account.toString())
            .append("event", entry.id())
            .append("sequence", entry.sequence())
            .append(TYPE, entry.type())
            .append(RECORDED_AT, entry.recordedAt())
            .append("effective_at", entry.effectiveAt())
            .append(
                "actor",
                new Document("kind", entry.actor().kind()).append("id", entry.actor().id()))
            .append("reason", entry.reason())
            .append("summary", entry.summary())
            .append("change", change(entry.change()))
            .append("delivery", delivery(entry.delivery()))
            .append("leaf", entry.leaf())
            .append(PRODUCTS, products));
  }

  static AuditEntry read(Document document) {
    Document actor = document.get("actor", Document.class);
    return new AuditEntry(
        document.getString("event"),
        document.getLong(ViewStore.ID),
        document.getLong("sequence"),
        document.getString(TYPE),
        ViewStore.instant(document, RECORDED_AT),
        ViewStore.instant(document, "effective_at"),
        new AuditEntry.Actor(actor.getString("kind"), actor.getString("id")),
        document.getString("reason"),
        document.getString("summary"),
        readChange(document.get("change", Document.class)),
        readDelivery(document.get("delivery", Document.class)),
        document.getString("leaf"));
  }

  private static @Nullable Document change(AuditEntry.@Nullable Change change) {
    return change == null
        ? null
        : new Document("product", change.product())
            .append("module", change.module())
            .append("system_sku", change.systemSku())
            .append("before", change.before())
            .append("after", change.after());
  }

  private static AuditEntry.@Nullable Change readChange(@Nullable Document change) {
    return change == null
        ? null
        : new AuditEntry.Change(
            change.getString("product"),
            change.getString("module"),
            change.getString("system_sku"),
            change.getLong("before"),
            change.getLong("after"));
  }

  private static @Nullable Document delivery(AuditEntry.@Nullable Delivery delivery) {
    return delivery == null
        ? null
        : compact(
            new Document("id", delivery.id())
                .append("received_at", delivery.receivedAt())
                .append("sha256", delivery.sha256())
                .append("verdict", delivery.verdict())
                .append("webhook", delivery.webhook())
                .append("unknown_fields", delivery.unknownFields())
                .append("original", delivery.original()));
  }

  private static AuditEntry.@Nullable Delivery readDelivery(@Nullable Document delivery) {
    return delivery == null
        ? null
        : new AuditEntry.Delivery(
            delivery.getString("id"),
            ViewStore.instant(delivery, "received_at"),
            delivery.getString("sha256"),
            delivery.getString("verdict"),
            delivery.getString("webhook"),
            delivery.getList("unknown_fields", String.class),
            delivery.getString("original"));
  }

  private static Document compact(Document document) {
    document.values().removeIf(value -> value == null);
    return document;
  }
}
