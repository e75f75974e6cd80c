package io.entitlementledger.problem;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a controller throws to answer with an error. */
public final class LedgerProblem extends RuntimeException {
  private final HttpStatus status;
  private final String code;
  private final Map<String, String> headers;
  private final @Nullable String deliveryId;
  private final @Nullable String reason;
  private final @Nullable String pointer;

  /**
   * Makes one.
   *
   * @param code what a program can act on, in snake_case
   * @param detail a sentence a person can act on; it is shown as it is
   */
  public LedgerProblem(HttpStatus status, String code, String detail) {
    this(status, code, detail, Map.of(), null, null, null);
  }

  private LedgerProblem(
      HttpStatus status,
      String code,
      String detail,
      Map<String, String> headers,
      @Nullable String deliveryId,
      @Nullable String reason,
      @Nullable String pointer) {
    super(detail, null, false, false); // an answer, not a fault: nobody reads its stack
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.deliveryId = deliveryId;
    this.reason = reason;
    this.pointer = pointer;
  }

  /** The same, answered with one more header, such as {@code Retry-After}. */
  public LedgerProblem withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new LedgerProblem(status, code, detail(), Map.copyOf(more), deliveryId, reason, pointer);
  }

  /** The same, about a delivery that was kept, and where in it the fault is. */
  public LedgerProblem ofDelivery(String id, @Nullable String where) {
    return new LedgerProblem(status, code, detail(), headers, id, reason, where);
  }

  /** The same, with the code of why the delivery could not be read. */
  public LedgerProblem because(String why) {
    return new LedgerProblem(status, code, detail(), headers, deliveryId, why, pointer);
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, String> headers() {
    return headers;
  }

  public @Nullable String deliveryId() {
    return deliveryId;
  }

  public @Nullable String reason() {
    return reason;
  }

  public @Nullable String pointer() {
    return pointer;
  }
}
