package io.entitlementledger.event;

/** What has happened to one delivery that could not be read, in that delivery's stream. */
public sealed interface QuarantineEvent extends LedgerEvent
    permits DeliveryQuarantined, DeliveryRetried, QuarantineDiscarded {
  String delivery();
}
