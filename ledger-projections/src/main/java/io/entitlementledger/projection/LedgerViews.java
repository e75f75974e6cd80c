package io.entitlementledger.projection;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.projection.audit.AuditTrail;
import io.entitlementledger.projection.deliveries.Deliveries;
import io.entitlementledger.projection.deliveries.DeliveryView;
import io.entitlementledger.projection.directory.AccountDirectory;
import io.entitlementledger.projection.directory.Accounts;
import io.entitlementledger.projection.entitlements.EntitlementView;
import io.entitlementledger.projection.entitlements.Entitlements;
import io.entitlementledger.projection.entitlements.Snapshots;
import io.entitlementledger.projection.history.History;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Projections;
import io.entitlementledger.projection.replay.ViewStore;
import java.time.InstantSource;
import java.util.List;

/**
 * Every view of a ledger and every question it answers.
 *
 * @param projections what keeps the views; register it on Axon's configuration
 * @param currency how current they are
 */
public record LedgerViews(
    Projections projections,
    Currency currency,
    Accounts accounts,
    Entitlements entitlements,
    Snapshots snapshots,
    History history,
    Audit audit,
    Deliveries deliveries) {

  /**
   * The views of a log.
   *
   * @param database where their collections live
   */
  public static LedgerViews of(
      MongoDatabase database, EventLog log, MongoTokenStore tokens, InstantSource clock) {
    ViewStore store = new ViewStore(database);
    Currency currency = new Currency(log, tokens, clock);
    var directory = new AccountDirectory(store);
    var entitlementView = new EntitlementView(store);
    var trail = new AuditTrail(store);
    var deliveries = new DeliveryView(store);
    var entitlements = new Entitlements(entitlementView, store, currency);
    return new LedgerViews(
        new Projections(
            List.of(directory, entitlementView, trail, deliveries), store, log, tokens, clock),
        currency,
        new Accounts(directory, store, currency),
        entitlements,
        new Snapshots(entitlementView, entitlements, store, currency),
        new History(entitlementView.changes(), EntitlementView.NAME, store, currency),
        new Audit(trail, store, currency),
        new Deliveries(deliveries, store, currency));
  }
}
