package io.entitlementledger.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entitlementledger.catalogue.CatalogueVersionException;
import io.entitlementledger.node.CatalogueKeeper;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.security.Caller;
import io.entitlementledger.webhook.CatalogueException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue that this process reads deliveries by. */
@RestController
class CatalogueController {
  private final CatalogueKeeper catalogues;

  CatalogueController(LedgerNode ledger) {
    this.catalogues = ledger.catalogues();
  }

  /**
   * A catalogue that was read again.
   *
   * @param changed whether deliveries are read by another text than before
   */
  record Reloaded(boolean changed, @JsonUnwrapped CatalogueKeeper.InUse catalogue) {}

  @Operation(summary = "Which catalogue deliveries are read by")
  @GetMapping("/v1/admin/catalogue")
  CatalogueKeeper.InUse inUse() {
    return catalogues.inUse();
  }

  @Operation(
      summary = "Read the file of the catalogue again",
      description =
          "Deliveries are read by it once it is in the log; those on the way are finished as they"
              + " were begun. 422: it cannot be used, and nothing changes. 409: its version was in"
              + " use with another text. Several processes each read theirs.")
  @PostMapping("/v1/admin/catalogue/reload")
  Reloaded reload(@Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
    try {
      return new Reloaded(catalogues.reload(caller.actor()), catalogues.inUse());
    } catch (CatalogueException e) {
      throw new LedgerProblem(
          HttpStatus.UNPROCESSABLE_CONTENT, "invalid_catalogue", String.valueOf(e.getMessage()));
    } catch (CatalogueVersionException e) {
      throw new LedgerProblem(
          HttpStatus.CONFLICT,
          "catalogue_version_in_use",
          "A catalogue of this version was put into use with other rules; give it a version of its"
              + " own.");
    }
  }
}
