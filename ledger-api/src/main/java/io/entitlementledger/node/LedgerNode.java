package io.entitlementledger.node;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.catalogue.AdoptCatalogue;
import io.entitlementledger.event.Cause;
import io.entitlementledger.log.Submission;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.projection.audit.AuditTrail;
import io.entitlementledger.projection.deliveries.Deliveries;
import io.entitlementledger.projection.deliveries.DeliveryView;
import io.entitlementledger.projection.directory.AccountDirectory;
import io.entitlementledger.projection.directory.Accounts;
import io.entitlementledger.projection.entitlements.EntitlementView;
import io.entitlementledger.projection.entitlements.Entitlements;
import io.entitlementledger.projection.entitlements.Snapshots;
import io.entitlementledger.projection.history.ChangeHistory;
import io.entitlementledger.projection.history.History;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.Projections;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.runtime.LedgerCore;
import io.entitlementledger.value.Actor;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.Intake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** A ledger that runs in this process. Several of them may share one database. */
public final class LedgerNode implements AutoCloseable {
  private final LedgerCore core;
  private final Projections projections;
  private final Currency currency;
  private final Intake intake;
  private final Accounts accounts;
  private final Entitlements entitlements;
  private final Snapshots snapshots;
  private final History history;
  private final Audit audit;
  private final Deliveries deliveries;

  private LedgerNode(MongoDatabase database, Catalogue catalogue, InstantSource clock) {
    ViewStore store = new ViewStore(database);
    AccountDirectory directory = new AccountDirectory(store);
    EntitlementView entitlementView = new EntitlementView(store);
    ChangeHistory changes = new ChangeHistory(store);
    AuditTrail trail = new AuditTrail(store);
    DeliveryView deliveryView = new DeliveryView(store);
    this.core = new LedgerCore(database, "node-" + UUID.randomUUID());
    this.projections =
        new Projections(
            List.of(directory, entitlementView, changes, trail, deliveryView),
            store,
            core.log(),
            core.tokens(),
            clock);
    this.currency = new Currency(core.log(), core.tokens(), clock);
    this.accounts = new Accounts(directory, store, currency);
    this.entitlements = new Entitlements(entitlementView, store, currency);
    this.snapshots = new Snapshots(entitlementView, entitlements, store, currency);
    this.history = new History(changes, store, currency);
    this.audit = new Audit(trail, store, currency);
    this.deliveries = new Deliveries(deliveryView, store, currency);
    this.intake = new Intake(core, catalogue, clock);
  }

  /**
   * Starts a ledger: it takes deliveries, and its views follow the log.
   *
   * @param catalogue what deliveries are read by; it is adopted where it is not in use yet
   * @param clock gives times of receipt
   */
  public static LedgerNode start(MongoDatabase database, Catalogue catalogue, InstantSource clock) {
    LedgerNode node = new LedgerNode(database, catalogue, clock);
    node.core.start(node.projections::registerOn);
    node.adopt(catalogue, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return node;
  }

  private void adopt(Catalogue catalogue, Instant now) {
    Actor ledger = new Actor(Actor.Kind.SYSTEM, "ledger");
    core.record(
        new AdoptCatalogue(
            catalogue.name(),
            catalogue.version(),
            catalogue.sha256(),
            catalogue.text(),
            new Cause(now, ledger, null, null, catalogue.version())),
        Submission.withoutRaw());
  }

  /**
   * Makes a view anew from the log and waits until it is where the log is now.
   *
   * @param patience how long to wait
   * @return the position it has reached
   * @throws IllegalArgumentException if there is no such view
   */
  public long rebuild(String view, Duration patience) {
    long head = projections.rebuild(view);
    currency.awaitAll(view, head, new Freshness(-1, patience));
    return head;
  }

  public LedgerCore core() {
    return core;
  }

  public Projections projections() {
    return projections;
  }

  public Currency currency() {
    return currency;
  }

  public Intake intake() {
    return intake;
  }

  public Accounts accounts() {
    return accounts;
  }

  public Entitlements entitlements() {
    return entitlements;
  }

  public Snapshots snapshots() {
    return snapshots;
  }

  public History history() {
    return history;
  }

  public Audit audit() {
    return audit;
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /** Finishes what was accepted and stops; the database stays open. */
  @Override
  public void close() {
    core.close();
  }
}
