package io.entitlementledger.access;

import io.entitlementledger.value.AccountId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * That somebody asked for something and was let in; what was answered is not in it. It is stored
 * under the name {@code Read}, revision 1, with these members.
 *
 * @param principal the id of the key
 * @param role what the key was good for then
 * @param route method and pattern, such as {@code GET /v1/accounts/{account}/audit}
 * @param account the account that was asked about; null where the request names none
 * @param path what else the path names, by the names of the pattern
 * @param range the part of it that was asked for: times, limit and cursor, as they were written
 */
public record Read(
    String principal,
    String role,
    String route,
    @Nullable AccountId account,
    Map<String, String> path,
    Map<String, String> range) {
  static final String NAME = "Read";
  static final String REVISION = "1";

  /** The longest text kept of a value that the caller chose, in code points. */
  static final int LONGEST_TEXT = 100;

  /** Cuts what the caller wrote, so that a record is small whatever was asked. */
  public Read {
    path = cut(path);
    range = cut(range);
  }

  /** What it is about, whichever part was asked for. */
  Read whole() {
    return new Read(principal, role, route, account, path, Map.of());
  }

  /** Of the account, so that its readers are found; of the reader where there is no account. */
  String stream() {
    return account == null ? principal : account.toString();
  }

  private static Map<String, String> cut(Map<String, String> values) {
    Map<String, String> cut = new TreeMap<>();
    values.forEach((name, value) -> cut.put(name, cut(value)));
    return cut;
  }

  private static String cut(String value) {
    return value.codePointCount(0, value.length()) <= LONGEST_TEXT
        ? value
        : value.substring(0, value.offsetByCodePoints(0, LONGEST_TEXT));
  }
}
