package io.entitlementledger.projection.audit;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The view {@code audit}: one document an event of an account, under its position. */
public final class AuditTrail implements Projection {
  /** The view's name. */
  public static final String NAME = "audit";

  private final MongoCollection<Document> entries;

  public AuditTrail(ViewStore store) {
    entries = store.collection(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare() {
    entries.createIndex(Indexes.ascending(AuditDocument.ACCOUNT, ViewStore.ID));
  }

  @Override
  public void apply(List<Fact> facts) {
    List<Document> documents = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact.event() instanceof AccountEvent event) {
        documents.add(
            AuditDocument.write(
                AuditEntries.of(fact, event), event.account(), AuditEntries.products(event)));
      }
    }
    ViewStore.put(entries, documents);
  }

  @Override
  public void clear() {
    entries.drop();
    prepare();
  }

  MongoCollection<Document> entries() {
    return entries;
  }
}
