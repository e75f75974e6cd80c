package io.entitlementledger.problem;

import com.mongodb.MongoException;
import io.entitlementledger.access.AccessLogUnavailableException;
import io.entitlementledger.log.CommitUndecidedException;
import io.entitlementledger.log.LogBrokenException;
import io.entitlementledger.log.LogBusyException;
import io.entitlementledger.projection.replay.ViewBehindException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers 503 to what may go well later: the caller has to come again. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnavailableAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(UnavailableAdvice.class);

  @ExceptionHandler
  void behind(ViewBehindException behind, HttpServletResponse response) throws IOException {
    answer(behind, "view_behind", String.valueOf(behind.getMessage()), response);
  }

  @ExceptionHandler
  void busy(LogBusyException busy, HttpServletResponse response) throws IOException {
    answer(busy, "busy", "The log has too much to write; send it again later.", response);
  }

  /** The one case in which it may be stored all the same; the next time it is then known. */
  @ExceptionHandler
  void undecided(CommitUndecidedException undecided, HttpServletResponse response)
      throws IOException {
    answer(
        undecided,
        "undecided",
        "The store has not said yet whether it has taken this; send it again later.",
        response);
  }

  @ExceptionHandler({ConcurrencyException.class, AggregateStreamCreationException.class})
  void contended(Exception conflict, HttpServletResponse response) throws IOException {
    answer(
        conflict,
        "contended",
        "Too many processes change this account at once; send it again later.",
        response);
  }

  @ExceptionHandler
  void broken(LogBrokenException broken, HttpServletResponse response) throws IOException {
    LOG.error("The log is broken; nothing more is written to it", broken);
    answer(
        broken,
        "log_broken",
        "The log does not agree with itself, so nothing is written until a person has looked.",
        response);
  }

  @ExceptionHandler
  void unreachable(MongoException fault, HttpServletResponse response) throws IOException {
    LOG.error("The store did not do what it was asked", fault);
    answer(fault, "store_unavailable", "The store cannot be used now; try again later.", response);
  }

  /** What leaves no trace must not be read. */
  @ExceptionHandler
  void unrecorded(AccessLogUnavailableException unrecorded, HttpServletResponse response)
      throws IOException {
    LOG.error("A read was refused: {}", unrecorded.getMessage());
    answer(
        unrecorded,
        "access_log_unavailable",
        "That this was read cannot be recorded, so it is not answered; try again later.",
        response);
  }

  private static void answer(
      Exception cause, String code, String detail, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      // Half an answer is out: only a connection that breaks off tells so.
      throw new IOException("An answer broke off: " + detail, cause);
    }
    Problems.write(
        response,
        new LedgerProblem(HttpStatus.SERVICE_UNAVAILABLE, code, detail)
            .withHeader("Retry-After", "1"));
  }
}
