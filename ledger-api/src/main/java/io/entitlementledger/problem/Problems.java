package io.entitlementledger.problem;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Makes problems, and writes them where Spring MVC does not. */
public final class Problems {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Problems() {}

  /** Writes a problem as the whole answer; what was buffered before is dropped. */
  public static void write(HttpServletResponse response, LedgerProblem problem) throws IOException {
    response.resetBuffer();
    problem.headers().forEach(response::setHeader);
    response.setStatus(problem.status().value());
    write(response, of(problem));
  }

  static void write(HttpServletResponse response, Problem problem) throws IOException {
    // Said here as well, for what is refused before the filter that says it of every answer.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    byte[] body = MAPPER.writeValueAsBytes(problem);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static Problem of(LedgerProblem problem) {
    Problem plain = of(problem.status(), problem.code(), problem.detail());
    return new Problem(
        plain.type(),
        plain.title(),
        plain.status(),
        plain.detail(),
        plain.code(),
        plain.instance(),
        problem.deliveryId(),
        problem.reason(),
        problem.pointer());
  }

  static Problem of(HttpStatusCode status, String code, String detail) {
    HttpStatus known = HttpStatus.resolve(status.value());
    return new Problem(
        "about:blank",
        known == null ? "Error" : known.getReasonPhrase(),
        status.value(),
        detail,
        code,
        "urn:uuid:" + UuidCreator.getTimeOrderedEpoch(),
        null,
        null,
        null);
  }

  /** A problem of which no more is known than the status. */
  static Problem of(HttpStatusCode status) {
    return switch (status.value()) {
      case 400 -> of(status, "bad_request", "The request cannot be read; check its form.");
      case 401 -> of(status, "credential_missing", "Show a credential.");
      case 403 -> of(status, "forbidden", "This credential may not do this.");
      case 404 -> of(status, "not_found", "There is nothing at this address; check the path.");
      case 405 -> of(status, "method_not_allowed", "This address does not take this method.");
      case 406 ->
          of(status, "not_acceptable", "None of the media types in Accept can be answered.");
      case 408 -> of(status, "request_timeout", "The request came too slowly; send it again.");
      case 413 -> of(status, "body_too_large", "A body is at most 64 KiB; send less.");
      case 414 -> of(status, "uri_too_long", "The address is too long; shorten it.");
      case 415 ->
          of(status, "unsupported_media_type", "A body is JSON in UTF-8; send application/json.");
      case 417 ->
          of(status, "expectation_failed", "The Expect header cannot be met; leave it out.");
      case 431 -> of(status, "headers_too_large", "The headers are too large; send less.");
      case 501 -> of(status, "not_implemented", "This method or transfer coding is not known.");
      case 503 -> of(status, "unavailable", "The ledger cannot answer now; try again later.");
      case 505 -> of(status, "http_version", "This version of HTTP is not served; use HTTP/1.1.");
      default ->
          status.is4xxClientError()
              ? of(status, "bad_request", "The request cannot be answered; check its form.")
              : internal();
    };
  }

  /** A fault of the ledger: the log says more under this occurrence. */
  static Problem internal() {
    return of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "The ledger failed to answer. Report the instance, which names this failure in its log.");
  }
}
