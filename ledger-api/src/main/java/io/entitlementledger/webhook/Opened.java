package io.entitlementledger.webhook;

import io.entitlementledger.event.Cause;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Source;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of which the account is known, while it is read on.
 *
 * @param content the digest of all that was recognised in it
 */
record Opened(
    Catalogue catalogue,
    Source source,
    Receipt receipt,
    AccountId account,
    Fields fields,
    String content) {
  /** The cause of what it asks for, once it is known which webhook it is. */
  Cause cause(String webhook) {
    return receipt.read(source, catalogue, webhook, content, fields.unknownNames());
  }

  @Nullable String externalId() {
    return fields.text(Field.EXTERNAL_ID);
  }
}
