package io.entitlementledger.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.intake.QuarantineDelivery;
import io.entitlementledger.log.CommitTooLargeException;
import io.entitlementledger.log.Submission;
import io.entitlementledger.runtime.LedgerCore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Source;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a delivery in: reads it, has it decided, and answers when its commit is durable. */
public final class Intake {
  private final LedgerCore ledger;
  private volatile WebhookReader reader;
  private final SourceWindows windows;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param catalogue what deliveries are read by at first
   * @param windows the settings of each source
   * @param clock gives the time of receipt
   */
  public Intake(
      LedgerCore ledger, Catalogue catalogue, SourceWindows windows, InstantSource clock) {
    this.ledger = ledger;
    this.reader = new WebhookReader(catalogue);
    this.windows = windows;
    this.clock = clock;
  }

  /** What deliveries are read by now. One that is on the way is finished by what it began with. */
  public Catalogue catalogue() {
    return reader.catalogue();
  }

  /** Has deliveries read by another catalogue, which is in use on the log, from here on. */
  public void use(Catalogue catalogue) {
    reader = new WebhookReader(catalogue);
  }

  /**
   * Takes one delivery. Whatever the bytes are, they are durable when this returns.
   *
   * @param idempotencyKey the sender's own key for it, where it gave one
   * @throws RuntimeException if the log does not take it now, or has not said that it did; the
   *     sender has to come again, and is then known if it did
   */
  public Taken take(Source source, byte[] raw, @Nullable String idempotencyKey) {
    Receipt receipt =
        new Receipt(
            "dlv_" + UuidCreator.getTimeOrderedEpoch(),
            clock.instant(),
            idempotencyKey,
            windows.of(source));
    byte[] salt = new byte[Submission.SALT_BYTES];
    random.nextBytes(salt);
    Submission submission = Submission.of(raw, salt);
    WebhookReader by = reader; // one catalogue from here to the end
    return switch (by.read(raw, source, receipt)) {
      case Reading.Readable readable ->
          new Taken(decide(source, receipt, by.catalogue(), readable.command(), submission), false);
      case Reading.Unreadable unreadable ->
          new Taken(
              quarantine(source, receipt, by.catalogue(), unreadable, submission),
              unreadable.malformed());
    };
  }

  /**
   * A delivery that was taken.
   *
   * @param malformed whether its body is no JSON object at all
   */
  public record Taken(DeliveryAnswer answer, boolean malformed) {}

  private DeliveryAnswer decide(
      Source source,
      Receipt receipt,
      Catalogue catalogue,
      AccountCommand command,
      Submission submission) {
    try {
      Outcome outcome = ledger.take(command, submission);
      return DeliveryAnswer.of(
          receipt.delivery(), command.account().toString(), outcome, position(submission));
    } catch (CommitTooLargeException e) {
      // The closure of an account with thousands of lines: no retry of the sender would help.
      Reading.Unreadable tooLarge =
          new Reading.Unreadable(
              "too_many_events",
              "",
              "It would lead to more events than one commit can hold.",
              command.account(),
              false);
      return quarantine(source, receipt, catalogue, tooLarge, submission);
    }
  }

  /**
   * Reads a delivery again that could not be read, by the catalogue of now.
   *
   * @param received what is known of it since it was received
   */
  public Reading readAgain(Source source, byte[] raw, Delivery received) {
    return reader.read(
        raw,
        source,
        new Receipt(
            received.id(), received.receivedAt(), received.idempotencyKey(), windows.of(source)));
  }

  private DeliveryAnswer quarantine(
      Source source,
      Receipt receipt,
      Catalogue catalogue,
      Reading.Unreadable unreadable,
      Submission submission) {
    AccountId named = unreadable.account();
    String account = named == null ? null : named.toString();
    ledger.record(
        new QuarantineDelivery(
            receipt.delivery(),
            source,
            unreadable.reason(),
            unreadable.pointer(),
            unreadable.detail(),
            account,
            receipt.unread(source, catalogue)),
        submission);
    return new DeliveryAnswer(
        receipt.delivery(),
        "quarantined",
        unreadable.reason(),
        null,
        account,
        position(submission),
        unreadable.pointer(),
        unreadable.detail(),
        List.of());
  }

  /** Every delivery leaves an event, whatever was decided on it, so its commit has a position. */
  private static long position(Submission submission) {
    return submission.position().orElseThrow();
  }
}
