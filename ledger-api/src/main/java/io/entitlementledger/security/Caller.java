package io.entitlementledger.security;

import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is asking. A controller takes it as a parameter {@code @AuthenticationPrincipal Caller
 * caller}.
 *
 * @param keyId the key it showed, {@code key_…}
 * @param source whose webhooks it posts, for {@link Role#INGEST}; for a role that reads, the only
 *     source it sees, and null where it sees all
 */
public record Caller(String keyId, Role role, @Nullable Source source)
    implements AuthenticatedPrincipal {
  public Caller {
    if (role == Role.INGEST ? source == null : role == Role.ADMIN && source != null) {
      throw new IllegalArgumentException("A sender's key has a source, an admin key has none");
    }
  }

  /** Who makes the request that this thread is at work on; null where nobody was recognised. */
  public static @Nullable Caller current() {
    Authentication shown = SecurityContextHolder.getContext().getAuthentication();
    return shown != null && shown.getPrincipal() instanceof Caller caller ? caller : null;
  }

  /** The name it has in the log: the sender for a webhook, else the key. */
  public Actor actor() {
    return role == Role.INGEST && source != null
        ? new Actor(Actor.Kind.SENDER, source.name())
        : new Actor(Actor.Kind.KEY, keyId);
  }

  @Override
  public String getName() {
    return keyId;
  }
}
