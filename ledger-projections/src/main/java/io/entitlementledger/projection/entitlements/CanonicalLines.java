package io.entitlementledger.projection.entitlements;

import io.entitlementledger.value.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes a content hash covers: RFC 8785 canonical JSON of {@code {"account", "lines"}}, every
 * field of a line in snake_case, a SKU that is not known as {@code null}, times as RFC 3339 in UTC
 * with milliseconds only where there are some.
 */
public final class CanonicalLines {
  private static final JsonMapper JSON = new JsonMapper();

  private CanonicalLines() {}

  /** The canonical JSON of an account's lines. */
  public static String json(AccountId account, List<EntitlementLine> lines) {
    Map<String, Object> content =
        Map.of(
            "account", account.toString(),
            "lines", lines.stream().map(CanonicalLines::fields).toList());
    try {
      return new JsonCanonicalizer(JSON.writeValueAsString(content)).getEncodedString();
    } catch (IOException e) { // says that its input is no JSON
      throw new UncheckedIOException(e);
    }
  }

  /** Hex SHA-256 of the canonical JSON. */
  public static String hash(AccountId account, List<EntitlementLine> lines) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] bytes = json(account, lines).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static Map<String, Object> fields(EntitlementLine line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("product", line.product());
    fields.put("module", line.module());
    fields.put("system_sku", line.systemSku());
    fields.put("reseller_sku", line.resellerSku());
    fields.put("platform_sku", line.platformSku());
    fields.put("quantity", line.quantity());
    fields.put("billable", line.billable());
    fields.put("flags", line.flags());
    fields.put("since", line.since().toString());
    fields.put("last_event", line.lastEvent());
    return fields;
  }
}
