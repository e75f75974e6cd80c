package io.entitlementledger.admin;

import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.projection.replay.ProjectionStatus;
import io.entitlementledger.projection.replay.Projections;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The views, and making them anew. */
@RestController
class ProjectionsController {
  private final Projections projections;

  ProjectionsController(LedgerNode ledger) {
    this.projections = ledger.views().projections();
  }

  /** How every view is doing. */
  record Status(List<ProjectionStatus> data) {}

  /**
   * A rebuild that has begun.
   *
   * @param until the position at which the view is where the log was when it began
   */
  record Rebuild(String projection, long until) {}

  @Operation(summary = "How far each view has followed the log")
  @GetMapping("/v1/admin/projections")
  Status status() {
    return new Status(projections.status());
  }

  @Operation(summary = "Empty a view and have it follow the log from the first event again")
  @PostMapping("/v1/admin/projections/{projection}/rebuild")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Rebuild rebuild(@PathVariable String projection) {
    boolean known = projections.status().stream().anyMatch(view -> view.name().equals(projection));
    if (!known) {
      throw new LedgerProblem(
          HttpStatus.NOT_FOUND,
          "unknown_projection",
          "There is no view of this name; GET /v1/admin/projections lists them.");
    }
    try {
      return new Rebuild(projection, projections.rebuild(projection));
    } catch (UnableToClaimTokenException busy) {
      throw new LedgerProblem(
          HttpStatus.CONFLICT,
          "projection_busy",
          "Another process works on this view; stop it there, or try again later.");
    }
  }
}
