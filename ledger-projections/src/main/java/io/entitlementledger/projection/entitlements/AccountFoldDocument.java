package io.entitlementledger.projection.entitlements;

import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The fold of an account as a document, and back. What is absent is left out. */
final class AccountFoldDocument {
  static final String ID = "_id";

  private AccountFoldDocument() {}

  static Document write(AccountFold account) {
    EntitlementFold fold = account.fold();
    List<Document> lines = new ArrayList<>();
    fold.states().forEach((line, state) -> lines.add(line(line, state, fold.quantity(line))));
    Document document =
        new Document(ID, account.account().toString())
            .append("position", account.position())
            .append("recorded_at", account.recordedAt());
    EntitlementFold.Horizon horizon = fold.horizon();
    if (horizon != null) {
      document
          .append("horizon_at", horizon.effectiveAt())
          .append("horizon_position", horizon.position());
    }
    if (fold.catalogue() != null) {
      document.append("catalogue", fold.catalogue());
    }
    return document.append("lines", lines);
  }

  static AccountFold read(Document document) {
    Instant horizonAt = ViewStore.instantOrNull(document, "horizon_at");
    EntitlementFold fold =
        new EntitlementFold(
            horizonAt == null
                ? null
                : new EntitlementFold.Horizon(horizonAt, document.getLong("horizon_position")),
            document.getString("catalogue"));
    for (Document line : document.getList("lines", Document.class)) {
      fold.restore(key(line), state(line), new Quantity(line.getLong("quantity")));
    }
    return new AccountFold(
        AccountId.parse(document.getString(ID)),
        document.getLong("position"),
        ViewStore.instant(document, "recorded_at"),
        fold);
  }

  private static Document line(LineKey line, LineState state, Quantity quantity) {
    Document document =
        new Document("product", line.product().code())
            .append("module", line.module().code())
            .append("system_sku", line.systemSku())
            .append("reseller_sku", state.skus().reseller())
            .append("platform_sku", state.skus().platform())
            .append("quantity", quantity.units())
            .append("billable", state.billable())
            .append("gauge", state.gauge())
            .append("since", state.since())
            .append("last_event", state.lastEvent());
    document.values().removeIf(value -> value == null);
    return document;
  }

  private static LineKey key(Document line) {
    return new LineKey(
        new Product(line.getString("product")),
        new Module(line.getString("module")),
        line.getString("system_sku"));
  }

  private static LineState state(Document line) {
    return new LineState(
        line.getBoolean("billable"),
        line.getBoolean("gauge"),
        new Skus(line.getString("reseller_sku"), line.getString("platform_sku")),
        ViewStore.instantOrNull(line, "since"),
        line.getString("last_event"));
  }
}
