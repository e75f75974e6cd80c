package io.entitlementledger.node;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.CannotStart;
import io.entitlementledger.access.AccessLog;
import io.entitlementledger.catalogue.CatalogueVersionException;
import io.entitlementledger.log.LogBrokenException;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.runtime.LedgerCore;
import io.entitlementledger.value.Actor;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.CatalogueException;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.Intake;
import io.entitlementledger.webhook.SourceWindows;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger that runs in this process. Several of them may share one database. */
public final class LedgerNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerNode.class);

  private final LedgerCore core;
  private final LedgerViews views;
  private final Intake intake;
  private final CatalogueKeeper catalogues;
  private final AccessLog access;

  private LedgerNode(
      MongoDatabase database,
      String name,
      CatalogueSource source,
      Catalogue catalogue,
      SourceWindows windows,
      InstantSource clock) {
    this.core = new LedgerCore(database, name);
    this.views = LedgerViews.of(database, core.log(), core.tokens(), clock);
    this.intake = new Intake(core, catalogue, windows, clock);
    this.catalogues = new CatalogueKeeper(core, intake, source, clock);
    this.access = new AccessLog(database, clock);
  }

  /**
   * Starts a ledger: it takes deliveries, and its views follow the log.
   *
   * @param name names this process among those that share the database; one that takes the place of
   *     another may have its name, and then goes on with its work at once
   * @param source of the catalogue that deliveries are read by; it is adopted where it is not in
   *     use yet
   * @param windows how near in time the deliveries of a source must be to be doubted
   * @param clock gives times of receipt
   * @throws CannotStart if the catalogue cannot be used, or is another one than its version was
   *     before
   */
  public static LedgerNode start(
      MongoDatabase database,
      String name,
      CatalogueSource source,
      SourceWindows windows,
      InstantSource clock) {
    Catalogue catalogue = read(source);
    LedgerNode node = new LedgerNode(database, name, source, catalogue, windows, clock);
    boolean started = false;
    try {
      node.core.start(node.views.projections()::registerOn);
      node.catalogues.adopt(catalogue, new Actor(Actor.Kind.SYSTEM, "ledger"));
      started = true;
      return node;
    } catch (LogBrokenException e) {
      LOG.error("The log does not agree with itself; nothing is written, what can be is read", e);
      started = true;
      return node;
    } catch (CatalogueVersionException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    } finally {
      if (!started) {
        node.close();
      }
    }
  }

  private static Catalogue read(CatalogueSource source) {
    try {
      return source.read();
    } catch (CatalogueException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  public LedgerCore core() {
    return core;
  }

  /** The views, and the questions they answer. */
  public LedgerViews views() {
    return views;
  }

  public Intake intake() {
    return intake;
  }

  /** The catalogue that deliveries are read by, and how it is read again. */
  public CatalogueKeeper catalogues() {
    return catalogues;
  }

  /** Who read what. */
  public AccessLog access() {
    return access;
  }

  /** Finishes what was accepted and stops; the database stays open. */
  @Override
  public void close() {
    access.close();
    core.close();
  }
}
