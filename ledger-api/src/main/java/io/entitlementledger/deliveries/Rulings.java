package io.entitlementledger.deliveries;

import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.log.Commit;
import io.entitlementledger.log.CommitTooLargeException;
import io.entitlementledger.log.LogSettings;
import io.entitlementledger.log.Submission;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Unknown;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.projection.audit.AuditEntry;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.runtime.LedgerCore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.webhook.DeliveryAnswer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Has a person's act on a delivery decided, and tells what it came to. */
@Component
final class Rulings {
  private final LedgerCore core;
  private final LedgerViews views;
  private final RulingCommands commands;

  Rulings(LedgerNode ledger, JsonMapper json) {
    this.core = ledger.core();
    this.views = ledger.views();
    this.commands = new RulingCommands(core.log(), ledger.intake(), json);
  }

  /**
   * Does it. An act that was done under the same key by the same person is answered as it was then.
   *
   * @param delivery as it is known, which may be out of date
   * @throws LedgerProblem if it cannot be done; nothing is recorded then
   */
  DeliveryAnswer rule(DeliveryRecord delivery, Act act, Ruling ruling) {
    try {
      RulingCommands.Addressed addressed = commands.of(delivery, act, ruling);
      Submission submission = Submission.withoutRaw();
      Outcome outcome = core.rule(addressed.command(), submission);
      return DeliveryAnswer.of(
          delivery.id(),
          named(delivery, addressed.account()),
          outcome,
          submission.position().orElseThrow());
    } catch (NothingWaitsException waitsNoMore) {
      return repeated(find(delivery.id()), act, ruling);
    } catch (CommitTooLargeException tooLarge) {
      throw new LedgerProblem(
              HttpStatus.CONFLICT,
              "too_many_events",
              "It would lead to more events than one commit can hold.")
          .ofDelivery(delivery.id(), null);
    }
  }

  /**
   * What it would come to now.
   *
   * @throws LedgerProblem if it could not be done
   */
  DeliveryAnswer preview(DeliveryRecord delivery, Act act, Ruling ruling) {
    try {
      RulingCommands.Addressed addressed = commands.of(delivery, act, ruling);
      Outcome outcome = core.preview(addressed.account(), addressed.command());
      return DeliveryAnswer.of(
          delivery.id(), named(delivery, addressed.account()), outcome, delivery.position());
    } catch (NothingWaitsException waitsNoMore) {
      throw nothingWaits(find(delivery.id()));
    }
  }

  /**
   * A delivery as it is now.
   *
   * @throws LedgerProblem {@code unknown_delivery}
   */
  DeliveryRecord find(String id) {
    return views.deliveries().get(id, Freshness.DEFAULT).orElseThrow(Unknown::delivery);
  }

  private static @Nullable String named(DeliveryRecord delivery, @Nullable AccountId account) {
    return account == null ? delivery.account() : account.toString();
  }

  private DeliveryAnswer repeated(DeliveryRecord delivery, Act act, Ruling ruling) {
    return delivery.rulings().stream()
        .filter(
            earlier ->
                earlier.act().equals(act.word())
                    && earlier.by().equals(ruling.by().id())
                    && earlier.idempotencyKey() != null
                    && earlier.idempotencyKey().equals(ruling.idempotencyKey()))
        .findFirst()
        .map(earlier -> answered(delivery, earlier))
        .orElseThrow(() -> nothingWaits(delivery));
  }

  private DeliveryAnswer answered(DeliveryRecord delivery, DeliveryRecord.Ruling ruling) {
    Commit commit = core.log().commitAt(ruling.position()).orElseThrow();
    boolean last = ruling.equals(delivery.rulings().getLast());
    return new DeliveryAnswer(
        delivery.id(),
        ruling.status(),
        last ? delivery.reason() : null,
        last ? delivery.original() : null,
        delivery.account(),
        commit.nextPosition() - 1,
        null,
        last ? DeliveryAnswer.sentence(delivery.reason()) : null,
        delivery.account() == null
            ? List.of()
            : changes(AccountId.parse(delivery.account()), ruling));
  }

  /** What its commit changed, as the trail has it. */
  private List<DeliveryAnswer.Change> changes(AccountId account, DeliveryRecord.Ruling ruling) {
    Audit.Query commitsOfThatTime =
        new Audit.Query(
            account,
            Audit.Order.ASC,
            ruling.recordedAt(),
            ruling.recordedAt().plusMillis(1),
            null,
            null,
            LogSettings.COMMIT_EVENTS,
            null);
    return views
        .audit()
        .of(commitsOfThatTime, Freshness.DEFAULT)
        .map(Audit.Page::data)
        .orElse(List.of())
        .stream()
        .filter(entry -> entry.leaf().equals(ruling.leaf()))
        .map(AuditEntry::change)
        .filter(Objects::nonNull)
        .map(
            change ->
                new DeliveryAnswer.Change(
                    change.product(),
                    change.module(),
                    change.systemSku(),
                    new Quantity(change.before()),
                    new Quantity(change.after())))
        .toList();
  }

  private static LedgerProblem nothingWaits(DeliveryRecord delivery) {
    return new LedgerProblem(HttpStatus.CONFLICT, "nothing_waits", Act.instead(delivery.status()))
        .ofDelivery(delivery.id(), null);
  }
}
