package io.entitlementledger.node;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.CannotStart;
import io.entitlementledger.catalogue.AdoptCatalogue;
import io.entitlementledger.catalogue.CatalogueVersionException;
import io.entitlementledger.event.Cause;
import io.entitlementledger.log.LogBrokenException;
import io.entitlementledger.log.Submission;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.runtime.LedgerCore;
import io.entitlementledger.value.Actor;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.Intake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger that runs in this process. Several of them may share one database. */
public final class LedgerNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerNode.class);

  private final LedgerCore core;
  private final LedgerViews views;
  private final Intake intake;

  private LedgerNode(
      MongoDatabase database, String name, Catalogue catalogue, InstantSource clock) {
    this.core = new LedgerCore(database, name);
    this.views = LedgerViews.of(database, core.log(), core.tokens(), clock);
    this.intake = new Intake(core, catalogue, clock);
  }

  /**
   * Starts a ledger: it takes deliveries, and its views follow the log.
   *
   * @param name names this process among those that share the database; one that takes the place of
   *     another may have its name, and then goes on with its work at once
   * @param catalogue what deliveries are read by; it is adopted where it is not in use yet
   * @param clock gives times of receipt
   * @throws CannotStart if the catalogue is another one than its version was before
   */
  public static LedgerNode start(
      MongoDatabase database, String name, Catalogue catalogue, InstantSource clock) {
    LedgerNode node = new LedgerNode(database, name, catalogue, clock);
    boolean started = false;
    try {
      node.core.start(node.views.projections()::registerOn);
      node.adopt(catalogue, clock.instant().truncatedTo(ChronoUnit.MILLIS));
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

  private void adopt(Catalogue catalogue, Instant now) {
    Actor ledger = new Actor(Actor.Kind.SYSTEM, "ledger");
    core.record(
        new AdoptCatalogue(
            catalogue.name(),
            catalogue.version(),
            catalogue.sha256(),
            catalogue.text(),
            new Cause(now, ledger, null, null, catalogue.reference())),
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
    long head = views.projections().rebuild(view);
    views.currency().awaitAll(view, head, new Freshness(-1, patience));
    return head;
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

  /** Finishes what was accepted and stops; the database stays open. */
  @Override
  public void close() {
    core.close();
  }
}
