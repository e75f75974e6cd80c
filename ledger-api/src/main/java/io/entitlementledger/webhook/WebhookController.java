package io.entitlementledger.webhook;

import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.value.Source;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Where a sender posts. A 2xx says that the delivery is durable. */
@RestController
class WebhookController {
  private final Intake intake;

  WebhookController(LedgerNode ledger) {
    this.intake = ledger.intake();
  }

  @Operation(
      summary = "Take a webhook",
      description =
          "One JSON object. 200: applied or duplicate. 202: held or quarantined; it is kept, and a"
              + " person decides. 400: kept, but no JSON object.")
  @PostMapping("/v1/webhooks/{source}")
  ResponseEntity<DeliveryAnswer> take(
      @PathVariable Source source,
      @RequestBody(required = false) byte @Nullable [] body,
      @Parameter(description = "The sender's own key of this delivery")
          @RequestHeader(name = "Idempotency-Key", required = false)
          @Nullable String idempotencyKey,
      @RequestHeader(name = "webhook-id", required = false) @Nullable String webhookId) {
    Intake.Taken taken =
        intake.take(
            source, body == null ? new byte[0] : body, DeliveryKey.of(idempotencyKey, webhookId));
    DeliveryAnswer answer = taken.answer();
    if (taken.malformed()) {
      throw new LedgerProblem(
              HttpStatus.BAD_REQUEST,
              String.valueOf(answer.reason()),
              answer.detail() + " It is kept as " + answer.deliveryId() + ".")
          .ofDelivery(answer.deliveryId(), answer.pointer());
    }
    boolean settled = answer.status().equals("applied") || answer.status().equals("duplicate");
    return ResponseEntity.status(settled ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .contentType(MediaType.APPLICATION_JSON) // whatever Accept says: the delivery is taken
        .body(answer);
  }
}
