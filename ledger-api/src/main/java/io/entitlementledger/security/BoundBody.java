package io.entitlementledger.security;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.coyote.BadRequestException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a body that is too large, too slow or not JSON before a controller sees any of it; what
 * is let in has been read whole. It runs after a caller is let in, so a stranger's body is not read
 * here; nor is it afterwards, as the connection is closed.
 */
final class BoundBody extends OncePerRequestFilter {
  static final int MAX_BYTES = 64 * 1024;

  private static final int MOST_AT_ONCE = 8 * 1024;

  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

  private final Duration patience;

  /**
   * Makes the filter.
   *
   * @param patience how long a whole body may take; one read is bounded by the connector
   */
  BoundBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return WITHOUT_BODY.contains(request.getMethod());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body;
    try {
      checkType(request);
      body = read(request);
    } catch (LedgerProblem problem) {
      Problems.write(response, problem);
      return;
    } catch (BadRequestException e) {
      return; // broken off, too slow or wrongly chunked: Tomcat has set 400 or 408 by itself
    }
    response.setHeader(HttpHeaders.CONNECTION, null); // nothing of it is left to be read
    chain.doFilter(new ReadRequest(request, body), response);
  }

  private static void checkType(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw unsupported("A body is taken without Content-Encoding only.");
    }
    String type = request.getContentType();
    if (type != null && !isJson(type)) {
      throw unsupported("A body is JSON in UTF-8; send it as application/json.");
    }
  }

  private static boolean isJson(String header) {
    try {
      MediaType type = MediaType.parseMediaType(header);
      return type.getType().equals("application")
          && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"))
          && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private byte[] read(HttpServletRequest request) throws IOException {
    long said = request.getContentLengthLong();
    if (said > MAX_BYTES) {
      throw tooLarge();
    }
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[said < 0 ? MOST_AT_ONCE : Math.clamp(said, 1, MOST_AT_ONCE)];
    try (InputStream in = request.getInputStream()) {
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        body.write(part, 0, length);
        if (body.size() > MAX_BYTES) {
          throw tooLarge();
        }
        // Each read has its own time-out; without this, a byte at a time could hold a thread.
        if (System.nanoTime() - start > patience.toNanos()) {
          throw tooSlow();
        }
      }
    }
    return body.toByteArray();
  }

  private static LedgerProblem unsupported(String detail) {
    return new LedgerProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail);
  }

  private static LedgerProblem tooLarge() {
    return new LedgerProblem(
        HttpStatus.CONTENT_TOO_LARGE, "body_too_large", "A body is at most 64 KiB; send less.");
  }

  private static LedgerProblem tooSlow() {
    return new LedgerProblem(
            HttpStatus.REQUEST_TIMEOUT,
            "request_timeout",
            "The body came too slowly; send it again.")
        .withHeader(HttpHeaders.CONNECTION, "close");
  }
}
