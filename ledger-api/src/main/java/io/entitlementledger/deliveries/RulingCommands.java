package io.entitlementledger.deliveries;

import io.entitlementledger.account.DiscardDelivery;
import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.ReleaseDelivery;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.intake.DiscardQuarantined;
import io.entitlementledger.intake.RetryDelivery;
import io.entitlementledger.log.Commit;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.webhook.Intake;
import io.entitlementledger.webhook.Reading;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** Makes the command of an act on a delivery; for a retry its bytes are read again. */
final class RulingCommands {
  private final EventLog log;
  private final Intake intake;
  private final JsonMapper json;

  /**
   * @param json reads stored events
   */
  RulingCommands(EventLog log, Intake intake, JsonMapper json) {
    this.log = log;
    this.intake = intake;
    this.json = json;
  }

  /**
   * A command, and the account that decides on it; none where a delivery is discarded that names
   * none.
   */
  record Addressed(Object command, @Nullable AccountId account) {}

  /**
   * The command of an act.
   *
   * @throws NothingWaitsException if the delivery does not wait for it
   * @throws LedgerProblem {@code still_unreadable}
   */
  Addressed of(DeliveryRecord delivery, Act act, Ruling ruling) {
    if (!act.statuses().contains(delivery.status())) {
      throw new NothingWaitsException(delivery.id());
    }
    return switch (act) {
      case RETRY -> retry(delivery, ruling);
      case RELEASE -> {
        AccountId account = account(delivery);
        yield new Addressed(new ReleaseDelivery(account, delivery.id(), ruling), account);
      }
      case DISCARD -> {
        if (delivery.status().equals("quarantined")) {
          yield new Addressed(new DiscardQuarantined(delivery.id(), ruling), null);
        }
        AccountId account = account(delivery);
        yield new Addressed(new DiscardDelivery(account, delivery.id(), ruling), account);
      }
    };
  }

  private static AccountId account(DeliveryRecord held) {
    return AccountId.parse(Objects.requireNonNull(held.account(), "An account holds what is held"));
  }

  private Addressed retry(DeliveryRecord delivery, Ruling ruling) {
    Commit commit = log.commitAt(delivery.position()).orElseThrow();
    DeliveryQuarantined quarantined =
        json.treeToValue(commit.events().getFirst().payload(), DeliveryQuarantined.class);
    Delivery received = Objects.requireNonNull(quarantined.cause().delivery());
    byte[] raw =
        commit
            .raw()
            .orElseThrow(
                () -> unreadable(delivery.id(), "bytes_erased", "", "Its bytes were erased."));
    return switch (intake.readAgain(quarantined.source(), raw, received)) {
      case Reading.Readable(var command) ->
          new Addressed(new RetryDelivery(delivery.id(), command, ruling), command.account());
      case Reading.Unreadable it ->
          throw unreadable(delivery.id(), it.reason(), it.pointer(), it.detail());
    };
  }

  private static LedgerProblem unreadable(
      String delivery, String reason, String pointer, String detail) {
    return new LedgerProblem(
            HttpStatus.CONFLICT, "still_unreadable", "It still cannot be read. " + detail)
        .ofDelivery(delivery, pointer)
        .because(reason);
  }
}
