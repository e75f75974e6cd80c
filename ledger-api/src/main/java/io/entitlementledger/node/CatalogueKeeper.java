package io.entitlementledger.node;

import io.entitlementledger.catalogue.AdoptCatalogue;
import io.entitlementledger.event.Cause;
import io.entitlementledger.log.Commit;
import io.entitlementledger.log.LoggedEvent;
import io.entitlementledger.log.Submission;
import io.entitlementledger.runtime.LedgerCore;
import io.entitlementledger.value.Actor;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.Intake;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts catalogues into use: on the log first, and only then for the deliveries of this process. */
public final class CatalogueKeeper {
  private static final int BATCH = 64;

  private final LedgerCore core;
  private final Intake intake;
  private final CatalogueSource source;
  private final InstantSource clock;
  private volatile InUse inUse;

  CatalogueKeeper(LedgerCore core, Intake intake, CatalogueSource source, InstantSource clock) {
    this.core = core;
    this.intake = intake;
    this.source = source;
    this.clock = clock;
    this.inUse = inUse(intake.catalogue(), null);
  }

  /**
   * Where the log says that a catalogue was put into use.
   *
   * @param at when it was recorded
   */
  public record Adoption(long position, Instant at) {}

  /**
   * What deliveries are read by.
   *
   * @param source {@code packaged} or {@code file}
   * @param adopted the last time that it was put into use; null where the log could not take it
   */
  public record InUse(
      String name, String version, String sha256, String source, @Nullable Adoption adopted) {}

  /** The catalogue that deliveries are read by. */
  public InUse inUse() {
    return inUse;
  }

  /**
   * Reads the catalogue again where it came from, and has deliveries read by it from here on. If
   * anything is thrown, they are read as before.
   *
   * @param actor who asks for it
   * @return whether it has changed
   * @throws io.entitlementledger.webhook.CatalogueException if it cannot be used
   * @throws io.entitlementledger.catalogue.CatalogueVersionException if its version was in use with
   *     another text
   */
  public synchronized boolean reload(Actor actor) {
    Catalogue read = source.read();
    boolean changed = !read.sha256().equals(intake.catalogue().sha256());
    adopt(read, actor);
    return changed;
  }

  /** Has the log say that a catalogue is in use, where it does not, and then uses it. */
  synchronized void adopt(Catalogue catalogue, Actor actor) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AdoptCatalogue command =
        new AdoptCatalogue(
            catalogue.name(),
            catalogue.version(),
            catalogue.sha256(),
            catalogue.text(),
            new Cause(now, actor, null, null, catalogue.reference()));
    core.record(command, Submission.withoutRaw());
    Adoption adoption = lastAdoption(command);
    intake.use(catalogue);
    inUse = inUse(catalogue, adoption);
  }

  private InUse inUse(Catalogue catalogue, @Nullable Adoption adoption) {
    return new InUse(
        catalogue.name(), catalogue.version(), catalogue.sha256(), source.kind(), adoption);
  }

  /** Nothing but the log knows it: whoever put it into use may have been another process. */
  private @Nullable Adoption lastAdoption(AdoptCatalogue command) {
    Adoption last = null;
    long next = 0;
    List<Commit> commits;
    do {
      commits = core.log().readStream(command.stream(), next, BATCH);
      for (Commit commit : commits) {
        for (int i = 0; i < commit.events().size(); i++) {
          LoggedEvent event = commit.events().get(i);
          next = event.sequence() + 1;
          if (event.payload().path("version").asString("").equals(command.version())) {
            last = new Adoption(commit.position() + i, commit.recordedAt());
          }
        }
      }
    } while (!commits.isEmpty());
    return last;
  }
}
