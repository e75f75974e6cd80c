package io.entitlementledger.security;

import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is asking. A controller takes it as a parameter {@code @AuthenticationPrincipal Caller
 * caller}.
 *
 * @param keyId the key it showed, {@code key_…}
 * @param source the sender whose webhooks it posts, for {@link Role#INGEST} alone
 */
public record Caller(String keyId, Role role, @Nullable Source source)
    implements AuthenticatedPrincipal {
  public Caller {
    if ((role == Role.INGEST) != (source != null)) {
      throw new IllegalArgumentException("A key has a source exactly when it posts webhooks");
    }
  }

  /** The name it has in the log: the sender for a webhook, else the key. */
  public Actor actor() {
    return source == null
        ? new Actor(Actor.Kind.KEY, keyId)
        : new Actor(Actor.Kind.SENDER, source.name());
  }

  @Override
  public String getName() {
    return keyId;
  }
}
