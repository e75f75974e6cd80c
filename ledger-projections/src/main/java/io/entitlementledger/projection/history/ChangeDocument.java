package io.entitlementledger.projection.history;

import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import org.bson.Document;

/** A change as a document, and back. What is absent is left out. */
final class ChangeDocument {
  static final String ID = "_id";
  static final String ACCOUNT = "account";
  static final String EFFECTIVE_AT = "effective_at";
  static final String RECORDED_AT = "recorded_at";
  static final String KIND = "kind";

  /** The kind of a change that moves nothing. */
  static final String OTHER = "other";

  private ChangeDocument() {}

  static Document write(Change change) {
    Document document =
        new Document(ID, change.position())
            .append(ACCOUNT, change.account().toString())
            .append("event", change.event())
            .append(EFFECTIVE_AT, change.effectiveAt())
            .append(RECORDED_AT, change.recordedAt())
            .append("delivery", change.delivery())
            .append("reason", change.reason())
            .append("catalogue", change.catalogue());
    switch (change.effect()) {
      case Change.Delta delta ->
          line(document.append(KIND, "delta"), delta.line())
              .append("value", delta.by().units())
              .append("before", delta.before().units())
              .append("after", delta.after().units())
              .append("billable", delta.billable())
              .append("pon", delta.pon());
      case Change.Set set ->
          line(document.append(KIND, "set"), set.line())
              .append("value", set.quantity().units())
              .append("before", set.before().units())
              .append("after", set.quantity().units())
              .append("billable", set.billable())
              .append("gauge", set.gauge());
      case Change.End end ->
          line(document.append(KIND, "end"), end.line())
              .append("value", 0L)
              .append("before", end.before().units())
              .append("after", 0L);
      case Change.Close _ -> document.append(KIND, "close");
      case Change.Naming naming ->
          line(document.append(KIND, "skus"), naming.line())
              .append("reseller_sku", naming.skus().reseller())
              .append("platform_sku", naming.skus().platform())
              .append("previous_reseller_sku", naming.previous().reseller())
              .append("previous_platform_sku", naming.previous().platform());
      case Change.Open _ -> document.append(KIND, "open");
      case Change.Nothing _ -> document.append(KIND, OTHER);
    }
    document.values().removeIf(value -> value == null);
    return document;
  }

  static Change read(Document document) {
    return new Change(
        document.getLong(ID),
        AccountId.parse(document.getString(ACCOUNT)),
        document.getString("event"),
        ViewStore.instant(document, EFFECTIVE_AT),
        ViewStore.instant(document, RECORDED_AT),
        effect(document),
        document.getString("delivery"),
        document.getString("reason"),
        document.getString("catalogue"));
  }

  private static Change.Effect effect(Document document) {
    String kind = document.getString(KIND);
    return switch (kind) {
      case "delta" ->
          new Change.Delta(
              line(document),
              quantity(document, "value"),
              quantity(document, "before"),
              quantity(document, "after"),
              document.getBoolean("billable"),
              document.getString("pon"));
      case "set" ->
          new Change.Set(
              line(document),
              quantity(document, "value"),
              quantity(document, "before"),
              document.getBoolean("billable"),
              document.getBoolean("gauge"));
      case "end" -> new Change.End(line(document), quantity(document, "before"));
      case "close" -> new Change.Close();
      case "skus" ->
          new Change.Naming(
              line(document),
              new Skus(document.getString("reseller_sku"), document.getString("platform_sku")),
              new Skus(
                  document.getString("previous_reseller_sku"),
                  document.getString("previous_platform_sku")));
      case "open" -> new Change.Open();
      case OTHER -> new Change.Nothing();
      default -> throw new IllegalStateException("A change of the unknown kind " + kind);
    };
  }

  private static Document line(Document document, LineKey line) {
    return document
        .append("product", line.product().code())
        .append("module", line.module().code())
        .append("system_sku", line.systemSku());
  }

  private static LineKey line(Document document) {
    return new LineKey(
        new Product(document.getString("product")),
        new Module(document.getString("module")),
        document.getString("system_sku"));
  }

  private static Quantity quantity(Document document, String field) {
    return new Quantity(document.getLong(field));
  }
}
