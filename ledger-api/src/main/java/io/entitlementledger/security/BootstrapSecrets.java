package io.entitlementledger.security;

import io.entitlementledger.CannotStart;
import io.entitlementledger.value.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two secrets without which nobody could be let in: the first administrator's key, and what the
 * sender {@code ipilot} shows. Each comes from the environment, else from its file in the data
 * directory; else, when the store never had a key of the role, it is generated and written to that
 * file. One that was revoked, or that another took the place of, never counts again.
 */
public final class BootstrapSecrets {
  static final String ADMIN_FILE = "admin-key";
  static final String WEBHOOK_FILE = "webhook-secret";
  static final Source IPILOT = new Source("ipilot");

  private BootstrapSecrets() {}

  /**
   * Brings the store up to date with the secrets of this start.
   *
   * @param generateWebhook whether the sender's secret is generated where there never was one
   * @return lines for a person, on what was written where; none when nothing was
   * @throws CannotStart if a file cannot be read or written, or a secret cannot be taken
   */
  public static List<String> ensure(
      Keys keys,
      Path dataDir,
      Optional<Secret> adminKey,
      Optional<Secret> webhookSecret,
      boolean generateWebhook) {
    Path adminFile = dataDir.resolve(ADMIN_FILE);
    Path webhookFile = dataDir.resolve(WEBHOOK_FILE);
    Optional<Secret> admin = adminKey.or(() -> read(adminFile));
    Optional<Secret> webhook = webhookSecret.or(() -> read(webhookFile));
    if (admin.isPresent() && admin.equals(webhook)) {
      throw new CannotStart("the admin key and the webhook secret must not be the same");
    }
    List<KeyRecord> known = keys.all();
    List<String> written = new ArrayList<>();
    // Where the store knows a key whose file is gone, its holder still has it: it stays.
    if (admin.isEmpty() && known.stream().noneMatch(key -> key.role() == Role.ADMIN)) {
      admin = Optional.of(generate(adminFile));
      written.add("The admin key was written to " + adminFile);
    }
    if (webhook.isEmpty()
        && generateWebhook
        && known.stream().noneMatch(key -> key.isFor(Role.INGEST, IPILOT))) {
      webhook = Optional.of(generate(webhookFile));
      written.add("The webhook secret was written to " + webhookFile);
    }
    admin.ifPresent(secret -> put(keys, Role.ADMIN, null, secret, "admin key", adminFile));
    webhook.ifPresent(
        secret -> put(keys, Role.INGEST, IPILOT, secret, "webhook secret", webhookFile));
    return written;
  }

  private static void put(
      Keys keys, Role role, @Nullable Source source, Secret secret, String what, Path file) {
    Optional<KeyRecord> known = keys.ofSecret(secret);
    if (known.isPresent() && known.get().revokedAt() != null) {
      throw new CannotStart(
          "the %s of the settings was revoked or replaced before; set a new one, or delete %s"
              .formatted(what, file));
    }
    if (known.isPresent()
        && (!known.get().isFor(role, source) || known.get().expiresAt() != null)) {
      throw new CannotStart(
          "the %s of the settings is that of %s, which is for something else or expires; set another"
              .formatted(what, known.get().id()));
    }
    keys.putBootstrap(role, source, secret, known);
  }

  /**
   * The administrator's key as it is in the data directory.
   *
   * @throws CannotStart if its file cannot be read
   */
  public static Optional<Secret> adminKey(Path dataDir) {
    return read(dataDir.resolve(ADMIN_FILE));
  }

  private static Optional<Secret> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Secret secret = new Secret(Files.readString(file).strip());
      if (!secret.isAcceptable()) {
        throw new CannotStart(
            "the file %s holds no usable secret; put there %s, or delete it"
                .formatted(file, Secret.RULE));
      }
      return Optional.of(secret);
    } catch (IOException e) {
      throw new CannotStart("the file " + file + " cannot be read; mend or delete it", e);
    }
  }

  private static Secret generate(Path file) {
    Secret secret = Secret.generate();
    try {
      SecretFile.write(file, secret.value());
    } catch (IOException e) {
      throw new CannotStart(
          "the file " + file + " cannot be written; make its directory writable", e);
    }
    return secret;
  }
}
