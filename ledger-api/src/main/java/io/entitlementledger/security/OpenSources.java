package io.entitlementledger.security;

import io.entitlementledger.CannotStart;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources that post without a credential: none, unless the operator asked for it by the unsafe
 * setting, and then those that had no live key at the start, until they have one.
 */
public final class OpenSources {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSources.class);

  private final Keys keys;
  private final Set<String> open;

  private OpenSources(Keys keys, Set<String> open) {
    this.keys = keys;
    this.open = open;
  }

  /**
   * Judges the keys at a start.
   *
   * @param allowed whether the operator allows posting without a credential
   * @throws CannotStart if nobody could administer, or nobody could post for a source, and that is
   *     not allowed
   */
  public static OpenSources check(Keys keys, boolean allowed, Instant now) {
    List<KeyRecord> all = keys.all();
    if (all.stream().noneMatch(key -> key.role() == Role.ADMIN && key.isLive(now))) {
      throw new CannotStart("no admin key is live; set a new one as LEDGER_ADMIN_KEY");
    }
    Set<String> without = withoutKey(all, now);
    if (!without.isEmpty() && !allowed) {
      throw new CannotStart(
          "no key is live for the source %s; %s"
              .formatted(
                  String.join(", ", without),
                  without.contains(BootstrapSecrets.IPILOT.name())
                      ? "set a new secret as LEDGER_WEBHOOK_SECRET"
                      : "make one with: ledger key --source " + without.iterator().next()));
    }
    if (!without.isEmpty()) {
      LOG.warn(
          "UNSAFE: anybody who reaches this ledger can post webhooks of {} without a credential,"
              + " and change what accounts are entitled to. Make a key for each, and unset"
              + " LEDGER_UNSAFE_ALLOW_UNAUTHENTICATED",
          String.join(", ", without));
    }
    return new OpenSources(keys, without);
  }

  /**
   * The sources that ought to have a live key and have none. That is the configured one, whatever
   * was done to its keys, and every other whose last key has run out; one whose keys were all
   * revoked was ended by a person, and is closed.
   */
  private static Set<String> withoutKey(List<KeyRecord> all, Instant now) {
    Set<String> sources =
        all.stream()
            .filter(key -> key.role() == Role.INGEST && key.revokedAt() == null)
            .map(key -> String.valueOf(key.source()))
            .collect(Collectors.toCollection(TreeSet::new));
    sources.add(BootstrapSecrets.IPILOT.name());
    all.stream()
        .filter(key -> key.role() == Role.INGEST && key.isLive(now))
        .forEach(key -> sources.remove(String.valueOf(key.source())));
    return sources;
  }

  /** Who posts to a source without showing anything, where that is allowed. */
  Optional<Caller> stranger(Source source) {
    return open.contains(source.name()) && !keys.hasLive(source)
        ? Optional.of(new Caller("unauthenticated", Role.INGEST, source))
        : Optional.empty();
  }
}
