package io.entitlementledger.webhook;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.AddSite;
import io.entitlementledger.account.ChangeAccount;
import io.entitlementledger.account.ChangeSite;
import io.entitlementledger.account.CloseAccount;
import io.entitlementledger.account.OpenAccount;
import io.entitlementledger.account.RemoveSite;
import io.entitlementledger.event.Cause;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a delivery tells of the life of an account or one of its sites. */
final class Lives {
  private Lives() {}

  static AccountCommand command(Opened delivery, Catalogue.Turn turn) {
    AccountId account = delivery.account();
    Cause cause = delivery.cause(turn.webhook());
    @Nullable String externalId = delivery.externalId();
    return switch (turn.act()) {
      case OPEN_ACCOUNT -> new OpenAccount(account, cause, externalId);
      case CHANGE_ACCOUNT ->
          new ChangeAccount(account, cause, externalId, updatedFields(delivery.fields()));
      case CLOSE_ACCOUNT -> new CloseAccount(account, cause, externalId);
      case ADD_SITE -> {
        delivery.fields().require(Field.SITE_NAME);
        yield new AddSite(account, cause, externalId, site(delivery.fields()));
      }
      case CHANGE_SITE ->
          new ChangeSite(
              account,
              cause,
              externalId,
              site(delivery.fields()),
              updatedFields(delivery.fields()));
      case REMOVE_SITE -> new RemoveSite(account, cause, externalId, site(delivery.fields()));
    };
  }

  private static Site site(Fields fields) {
    long id = Numbers.identity(Field.SITE_ID, fields.require(Field.SITE_ID));
    return new Site(id, fields.text(Field.SITE_NAME));
  }

  private static List<String> updatedFields(Fields fields) {
    Value value = fields.find(Field.UPDATED_FIELDS);
    return value == null ? List.of() : value.texts();
  }
}
