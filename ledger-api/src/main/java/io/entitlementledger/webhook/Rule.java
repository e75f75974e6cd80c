package io.entitlementledger.webhook;

import io.entitlementledger.value.AccountType;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Product;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one webhook means. Its words are folded. */
sealed interface Rule {
  /** The catalogue's name of the webhook. */
  String webhook();

  /** When the sender sends it; for information. */
  Timing timing();

  /** When a webhook is sent. */
  enum Timing {
    REAL_TIME,
    BATCH
  }

  /** Whom or what an event is about. */
  enum Subject {
    CUSTOMER(AccountType.CUSTOMER),
    RESELLER(AccountType.RESELLER),
    PLATFORM(AccountType.PLATFORM),
    /** A site, whose events belong to its customer. */
    SITE(AccountType.CUSTOMER);

    private final AccountType account;

    Subject(AccountType account) {
      this.account = account;
    }

    AccountType account() {
      return account;
    }
  }

  /** What happened in the life of an account or a site. */
  enum Act {
    OPEN_ACCOUNT,
    CHANGE_ACCOUNT,
    CLOSE_ACCOUNT,
    ADD_SITE,
    CHANGE_SITE,
    REMOVE_SITE;

    boolean ofSite() {
      return switch (this) {
        case ADD_SITE, CHANGE_SITE, REMOVE_SITE -> true;
        case OPEN_ACCOUNT, CHANGE_ACCOUNT, CLOSE_ACCOUNT -> false;
      };
    }
  }

  /**
   * It counts something on a line.
   *
   * @param actions the {@code event_action}s it is recognised by
   * @param count the field that holds how many
   * @param gauge whether the count is the total, which sets the line, in place of a change of it
   * @param directionIfAbsent which way a change goes where the delivery does not say
   * @param naturalKey the field that tells one change of a line from another
   */
  record Counting(
      String webhook,
      Set<String> actions,
      Field count,
      boolean gauge,
      @Nullable Direction directionIfAbsent,
      Product product,
      boolean billable,
      @Nullable Field naturalKey,
      Timing timing)
      implements Rule {}

  /**
   * It tells of the life of an account or a site.
   *
   * @param acts what each {@code event_action} tells
   */
  record LifeCycle(String webhook, Subject subject, Map<String, Act> acts, Timing timing)
      implements Rule {}
}
