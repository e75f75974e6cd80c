package io.entitlementledger.webhook;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a delivery by a catalogue: tolerant of form, strict about meaning. The same bytes, receipt
 * and catalogue give the same reading for ever.
 */
public final class WebhookReader {
  private final Catalogue catalogue;

  public WebhookReader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /**
   * What a delivery asks for. Never throws, whatever the bytes are; how many there may be is for
   * whoever takes them in to say.
   *
   * @param source whose credential it came with
   */
  public Reading read(byte[] raw, Source source, Receipt receipt) {
    AccountId account = null;
    try {
      Fields fields = new Fields(Body.members(raw), catalogue.vocabulary());
      Rule.Subject subject = subject(fields);
      account = account(source, subject, fields);
      // This reads every field that is known, also those the webhook does not need: a doubt about
      // one of them is a doubt about the delivery.
      String content = Content.digest(account, fields.all());
      Opened delivery = new Opened(catalogue, source, receipt, account, fields, content);
      return new Reading.Readable(command(delivery, subject));
    } catch (Refusal refusal) {
      return unreadable(refusal, account);
    }
  }

  private Rule.Subject subject(Fields fields) {
    Value value = fields.require(Field.EVENT_OBJECT);
    Rule.Subject subject = catalogue.tables().objects().get(value.text());
    if (subject == null) {
      throw Words.unknown(Reason.UNKNOWN_OBJECT, Field.EVENT_OBJECT, value);
    }
    return subject;
  }

  private static AccountId account(Source source, Rule.Subject subject, Fields fields) {
    long number = Numbers.identity(Field.ACCOUNT_ID, fields.require(Field.ACCOUNT_ID));
    return new AccountId(source, subject.account(), number);
  }

  private AccountCommand command(Opened delivery, Rule.Subject subject) {
    Value action = delivery.fields().require(Field.EVENT_ACTION);
    Catalogue.Turn turn = catalogue.turn(subject, action.text());
    List<Rule.Counting> rules = catalogue.counting(subject, action.text());
    if (turn == null && rules.isEmpty()) {
      throw Words.unknown(Reason.UNKNOWN_ACTION, Field.EVENT_ACTION, action);
    }
    // As above: where these words are there they must be known, needed or not.
    @Nullable Direction direction = Words.direction(delivery);
    Module module = Words.module(delivery);
    return turn == null
        ? new Counts(delivery, direction, module).command(rules)
        : Lives.command(delivery, turn);
  }

  private static Reading.Unreadable unreadable(Refusal refusal, @Nullable AccountId account) {
    return new Reading.Unreadable(
        refusal.reason().code(),
        refusal.pointer(),
        refusal.detail(),
        account,
        refusal.reason().malformed());
  }
}
