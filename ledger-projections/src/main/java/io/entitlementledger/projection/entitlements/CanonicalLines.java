package io.entitlementledger.projection.entitlements;

import io.entitlementledger.codec.LedgerJson;
import io.entitlementledger.codec.Sha256;
import io.entitlementledger.value.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes a content hash covers: RFC 8785 canonical JSON of the {@code account} and the {@code
 * lines} of an {@link EntitlementsAnswer} exactly as the API's JSON has them, so that whoever has
 * the answer can find its hash again.
 */
public final class CanonicalLines {
  private static final JsonMapper JSON = mapper();

  /** The members that are covered; written as the answer itself is, so that they cannot part. */
  private record Covered(AccountId account, List<EntitlementLine> lines) {}

  private CanonicalLines() {}

  private static JsonMapper mapper() {
    JsonMapper.Builder builder = JsonMapper.builder();
    LedgerJson.configure(builder);
    return builder.build();
  }

  /** The canonical JSON of an account's lines. */
  public static String json(AccountId account, List<EntitlementLine> lines) {
    try {
      return new JsonCanonicalizer(JSON.writeValueAsString(new Covered(account, lines)))
          .getEncodedString();
    } catch (IOException e) { // says that its input is no JSON
      throw new UncheckedIOException(e);
    }
  }

  /** Hex SHA-256 of the canonical JSON. */
  public static String hash(AccountId account, List<EntitlementLine> lines) {
    return Sha256.hex(json(account, lines).getBytes(StandardCharsets.UTF_8));
  }
}
