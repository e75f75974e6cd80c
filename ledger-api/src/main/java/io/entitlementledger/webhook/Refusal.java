package io.entitlementledger.webhook;

/** Ends a reading. It never leaves {@link WebhookReader}, and carries no stack: it is no fault. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String pointer;
  private final String detail;

  Refusal(Reason reason, String pointer, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.pointer = pointer;
    this.detail = detail;
  }

  Reason reason() {
    return reason;
  }

  String pointer() {
    return pointer;
  }

  String detail() {
    return detail;
  }
}
