package io.entitlementledger.problem;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/** Answers what is thrown in a controller, or on the way to one. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Object> thrown(LedgerProblem thrown, HttpServletResponse response) {
    if (response.isCommitted()) {
      throw thrown; // breaks the connection off: a stream must not end as if it were complete
    }
    response.resetBuffer(); // what a stream has buffered so far is not part of the answer
    HttpHeaders headers = new HttpHeaders();
    thrown.headers().forEach(headers::set);
    return answer(Problems.of(thrown), headers);
  }

  /** Tomcat cannot decode the parameters of the address. */
  @ExceptionHandler
  ResponseEntity<Object> undecodable(InvalidParameterException thrown) {
    return answer(
        Problems.of(
            HttpStatus.BAD_REQUEST,
            "invalid_parameter",
            "The parameters of the address cannot be decoded; percent-encode them as UTF-8."),
        new HttpHeaders());
  }

  /** The last resort: nothing of the fault but its occurrence leaves the process. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Exception fault, HttpServletResponse response)
      throws Exception {
    if (DisconnectedClientHelper.isClientDisconnectedException(fault)) {
      return null; // nobody is there to be answered
    }
    if (response.isCommitted()) {
      throw fault; // as above; the server logs it
    }
    response.resetBuffer();
    return internal(fault);
  }

  private static ResponseEntity<Object> internal(Exception fault) {
    Problem problem = Problems.internal();
    LOG.error("A request failed, {}", problem.instance(), fault);
    return answer(problem, new HttpHeaders());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception thrown,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (status.value() == 500) {
      return internal(thrown);
    }
    return answer(explain(thrown, status), headers);
  }

  private static Problem explain(Exception thrown, HttpStatusCode status) {
    return switch (thrown) {
      case MissingServletRequestParameterException missing ->
          Problems.of(
              status,
              "missing_parameter",
              "The parameter '%s' is required.".formatted(missing.getParameterName()));
      case TypeMismatchException mismatch -> mismatch(mismatch, status);
      case HttpMessageNotReadableException unreadable ->
          Problems.of(status, "unreadable_body", unreadable(unreadable));
      default -> Problems.of(status);
    };
  }

  private static Problem mismatch(TypeMismatchException mismatch, HttpStatusCode status) {
    for (Throwable cause = mismatch.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof LedgerProblem known) {
        return Problems.of(known);
      }
    }
    return Problems.of(
        status,
        "invalid_parameter",
        "The value of '%s' cannot be read; check its form.".formatted(mismatch.getPropertyName()));
  }

  private static String unreadable(HttpMessageNotReadableException unreadable) {
    // Jackson's own message names classes; the place alone helps, and is the caller's own words.
    String place =
        unreadable.getCause() instanceof JacksonException json && !json.getPath().isEmpty()
            ? json.getPath().getLast().getPropertyName()
            : null;
    return place == null
        ? "The body is missing or is not the JSON that is taken here; check it."
        : "The field '%s' of the body cannot be read; check its form.".formatted(place);
  }

  private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
    return ResponseEntity.status(HttpStatus.valueOf(problem.status()))
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
