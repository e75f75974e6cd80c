package io.entitlementledger.accounts;

import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.projection.entitlements.EntitlementsAnswer;
import io.entitlementledger.projection.entitlements.Snapshot;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Every account's entitlements at one instant, one JSON object a line. */
@RestController
class SnapshotsController {
  private final LedgerViews views;
  private final ObjectWriter lines;

  SnapshotsController(LedgerNode ledger, JsonMapper json) {
    this.views = ledger.views();
    this.lines = json.writerFor(EntitlementsAnswer.class);
  }

  @Operation(
      summary = "What every account was entitled to at a time, as known at a time",
      description =
          "NDJSON, an account a line, ordered by account. The header Ledger-Position names the log"
              + " position, Ledger-Final whether the answer is final. A response that ends without"
              + " its last chunk is not whole.")
  @GetMapping(path = "/v1/snapshots", produces = MediaType.APPLICATION_NDJSON_VALUE)
  void snapshot(
      @RequestParam(name = "as_of", required = false) @Nullable Instant asOf,
      @RequestParam(name = "known_at", required = false) @Nullable Instant knownAt,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition,
      @RequestParam(defaultValue = "ndjson") String format,
      @AuthenticationPrincipal Caller caller,
      HttpServletResponse response)
      throws IOException {
    if (!format.equals("ndjson")) {
      throw new LedgerProblem(
          HttpStatus.BAD_REQUEST, "invalid_format", "A snapshot comes as ndjson only.");
    }
    Freshness freshness = Freshness.DEFAULT.atLeast(minPosition);
    views.currency().awaitLog(freshness);
    Instant now = views.currency().present();
    Snapshot snapshot =
        views.snapshots().stream(
            asOf == null ? now : asOf, knownAt == null ? now : knownAt, freshness, caller.source());
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    response.setHeader("Ledger-Position", Long.toString(snapshot.position()));
    response.setHeader("Ledger-Final", Boolean.toString(snapshot.isFinal()));
    write(snapshot, response.getOutputStream());
  }

  private void write(Snapshot snapshot, OutputStream out) throws IOException {
    Iterator<EntitlementsAnswer> accounts = snapshot.accounts().iterator();
    while (accounts.hasNext()) {
      out.write(lines.writeValueAsBytes(accounts.next()));
      out.write('\n');
    }
  }
}
