package io.entitlementledger.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.security.Caller;
import io.entitlementledger.security.KeyRecord;
import io.entitlementledger.security.Keys;
import io.entitlementledger.security.Role;
import io.entitlementledger.value.Source;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys: who is let in. Nothing of a secret is told but once, to who has the key made. */
@RestController
class KeysController {
  private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,100}");

  private final Keys keys;

  KeysController(Keys keys) {
    this.keys = keys;
  }

  /** All keys. */
  record Page(List<Key> data) {}

  /**
   * A key.
   *
   * @param status {@code live}, {@code expired} or {@code revoked}
   */
  record Key(@JsonUnwrapped KeyRecord key, String status) {
    static Key of(KeyRecord key) {
      return new Key(key, key.status(Instant.now()).word());
    }
  }

  /**
   * A key that was just made.
   *
   * @param secret what its holder shows; it cannot be asked for again
   */
  record NewKey(@JsonUnwrapped KeyRecord key, String secret) {}

  /**
   * A key to make.
   *
   * @param source whose webhooks it posts, for the role {@code ingest}; the only source it sees,
   *     for a role that reads
   * @param label what it is for, for people
   * @param expiresAt from when on it is not taken any more
   */
  record Wanted(
      @Nullable Role role,
      @Nullable Source source,
      @Nullable String label,
      @Nullable Instant expiresAt) {}

  @Operation(summary = "List all keys there ever were, the oldest first")
  @GetMapping("/v1/admin/keys")
  Page list() {
    return new Page(keys.all().stream().map(Key::of).toList());
  }

  @Operation(
      summary = "Make a key",
      description = "The answer has its secret, which cannot be asked for again.")
  @PostMapping("/v1/admin/keys")
  @ResponseStatus(HttpStatus.CREATED)
  NewKey make(@RequestBody Wanted wanted, @AuthenticationPrincipal Caller caller) {
    if (wanted.role() == null) {
      throw invalid("A key has a role: ingest, auditor, billing, operator or admin.");
    }
    if (wanted.role() == Role.INGEST && wanted.source() == null) {
      throw invalid("A key of the role ingest has a source: whose webhooks it posts.");
    }
    if (wanted.role() == Role.ADMIN && wanted.source() != null) {
      throw invalid("A key of the role admin has no source; it administers all of the ledger.");
    }
    if (wanted.label() == null
        || wanted.label().isBlank()
        || !LABEL.matcher(wanted.label()).matches()) {
      throw invalid("A key has a label of at most 100 characters that says what it is for.");
    }
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(Instant.now())) {
      throw invalid("A key expires in the future, or never when expires_at is left out.");
    }
    Keys.Made made =
        keys.make(
            wanted.role(), wanted.source(), wanted.label(), wanted.expiresAt(), caller.keyId());
    return new NewKey(made.key(), made.secret().value());
  }

  @Operation(
      summary = "Revoke a key",
      description =
          "It counts at once in the process that answers, and within about 5 seconds in others that"
              + " share the store.")
  @DeleteMapping("/v1/admin/keys/{key}")
  Key revoke(@PathVariable String key, @AuthenticationPrincipal Caller caller) {
    return keys.revoke(key, caller.keyId())
        .map(Key::of)
        .orElseThrow(
            () ->
                new LedgerProblem(
                    HttpStatus.NOT_FOUND,
                    "unknown_key",
                    "There is no key of this id; GET /v1/admin/keys lists them."));
  }

  private static LedgerProblem invalid(String detail) {
    return new LedgerProblem(HttpStatus.BAD_REQUEST, "invalid_key", detail);
  }
}
