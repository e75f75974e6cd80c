package io.entitlementledger.projection.deliveries;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/**
 * The view {@code deliveries}: one document a delivery, made by the first event it causes; the
 * events after that agree with it, as one delivery has one verdict.
 */
public final class DeliveryView implements Projection {
  /** The view's name. */
  public static final String NAME = "deliveries";

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<Document> deliveries;

  public DeliveryView(ViewStore store) {
    deliveries = store.collection(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare() {
    deliveries.createIndex(Indexes.ascending(DeliveryDocument.STATUS, ViewStore.POSITION));
    deliveries.createIndex(Indexes.ascending(DeliveryDocument.ACCOUNT, ViewStore.POSITION));
    deliveries.createIndex(Indexes.ascending(ViewStore.POSITION));
  }

  @Override
  public String key(Fact fact) {
    Delivery delivery = fact.event().cause().delivery();
    if (fact.event() instanceof DeliveryQuarantined quarantined) {
      return quarantined.delivery();
    }
    return delivery == null ? fact.accountOrStream() : delivery.id();
  }

  @Override
  public void apply(List<Fact> facts) {
    List<UpdateOneModel<Document>> writes =
        facts.stream()
            .map(DeliveryRecords::of)
            .filter(Objects::nonNull)
            .map(DeliveryView::write)
            .toList();
    if (!writes.isEmpty()) {
      deliveries.bulkWrite(writes);
    }
  }

  private static UpdateOneModel<Document> write(DeliveryRecord record) {
    Document document = DeliveryDocument.write(record);
    document.remove(ViewStore.ID);
    Object reason = document.remove(DeliveryDocument.REASON);
    Document update = new Document("$setOnInsert", document);
    if (reason != null) { // an applied delivery's remark is on one of its events, not on all
      update.append("$set", new Document(DeliveryDocument.REASON, reason));
    }
    return new UpdateOneModel<>(Filters.eq(record.id()), update, UPSERT);
  }

  @Override
  public void clear() {
    deliveries.drop();
    prepare();
  }

  MongoCollection<Document> deliveries() {
    return deliveries;
  }
}
