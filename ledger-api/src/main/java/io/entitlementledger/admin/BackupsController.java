package io.entitlementledger.admin;

import io.entitlementledger.cli.BackupFailedException;
import io.entitlementledger.cli.Store;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Copies of the embedded store, made while it serves. */
@RestController
class BackupsController {
  private static final Logger LOG = LoggerFactory.getLogger(BackupsController.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Store store;
  private final LedgerNode ledger;
  private final AtomicBoolean running = new AtomicBoolean();

  BackupsController(Store store, LedgerNode ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /**
   * A backup that is whole and on disk.
   *
   * @param name its directory among the backups
   * @param position of the last event that is certainly in it; -1 when the log was empty
   */
  record Backup(String name, long position, long bytes) {}

  // No caller says where: whoever has the key could write anywhere that the ledger can.
  @Operation(
      summary = "Copy the embedded store",
      description =
          "The copy is made in the directory backups of the data directory, and is whole when this"
              + " answers. It has all that was acknowledged before. The command ledger backup asks"
              + " for one and moves it to where it should be.")
  @PostMapping("/v1/admin/backups")
  @ResponseStatus(HttpStatus.CREATED)
  Backup make() {
    if (!running.compareAndSet(false, true)) {
      throw new LedgerProblem(
          HttpStatus.CONFLICT,
          "backup_running",
          "A backup is being made; ask again when it is done.");
    }
    try {
      long position = ledger.core().log().head().nextPosition() - 1;
      String name = NAME.format(Instant.now());
      long bytes = store.backup(name).orElseThrow(BackupsController::notEmbedded);
      return new Backup(name, position, bytes);
    } catch (BackupFailedException failed) {
      LOG.error("A backup failed", failed);
      throw new LedgerProblem(
          HttpStatus.SERVICE_UNAVAILABLE, "backup_failed", String.valueOf(failed.getMessage()));
    } finally {
      running.set(false);
    }
  }

  private static LedgerProblem notEmbedded() {
    return new LedgerProblem(
        HttpStatus.NOT_IMPLEMENTED,
        "store_not_embedded",
        "The store is a MongoDB; back it up with that database's own tools.");
  }
}
