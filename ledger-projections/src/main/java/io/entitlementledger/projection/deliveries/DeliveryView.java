package io.entitlementledger.projection.deliveries;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.QuarantineEvent;
import io.entitlementledger.event.RuledEvent;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * The view {@code deliveries}: one document a delivery, made by the first event it causes; the
 * others of its commit agree with it, as one delivery has one verdict, until a person rules on it.
 */
public final class DeliveryView implements Projection {
  /** The view's name. */
  public static final String NAME = "deliveries";

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
    deliveries.createIndex(Indexes.ascending(DeliveryDocument.SOURCE, ViewStore.POSITION));
    deliveries.createIndex(Indexes.ascending(ViewStore.POSITION));
  }

  /** The delivery it is about. */
  private static String key(Fact fact) {
    Delivery delivery = fact.event().cause().delivery();
    if (fact.event() instanceof QuarantineEvent quarantine) {
      return quarantine.delivery();
    }
    return delivery == null ? fact.accountOrStream() : delivery.id();
  }

  @Override
  public void apply(List<Fact> facts) {
    Map<String, Document> first = new LinkedHashMap<>();
    List<UpdateOneModel<Document>> remarks = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact.event() instanceof RuledEvent ruled) {
        flush(first, remarks); // what it is a ruling on may be among them
        rule(fact, ruled);
      } else {
        DeliveryRecord record = DeliveryRecords.of(fact);
        if (record != null) {
          first.putIfAbsent(record.id(), DeliveryDocument.write(record));
          if (record.status().equals("applied") && record.reason() != null) {
            remarks.add(remark(record.id(), record.status(), record.reason()));
          }
        }
      }
    }
    flush(first, remarks);
  }

  private void flush(Map<String, Document> first, List<UpdateOneModel<Document>> remarks) {
    ViewStore.insertNew(deliveries, List.copyOf(first.values()));
    first.clear();
    if (!remarks.isEmpty()) {
      deliveries.bulkWrite(remarks);
      remarks.clear();
    }
  }

  /** An applied delivery's remark is on one of its events, which need not be the first. */
  private static UpdateOneModel<Document> remark(String delivery, String status, String reason) {
    return new UpdateOneModel<>(
        Filters.and(Filters.eq(delivery), Filters.eq(DeliveryDocument.STATUS, status)),
        Updates.set(DeliveryDocument.REASON, reason));
  }

  private void rule(Fact fact, RuledEvent ruled) {
    Document present = deliveries.find(Filters.eq(key(fact))).first();
    if (present != null) {
      DeliveryRecord before = DeliveryDocument.read(present);
      DeliveryRecord after = Rulings.after(before, fact, ruled);
      if (!after.equals(before)) {
        deliveries.replaceOne(Filters.eq(before.id()), DeliveryDocument.write(after));
      }
    }
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
