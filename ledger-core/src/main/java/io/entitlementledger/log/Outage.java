package io.entitlementledger.log;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoServerException;
import com.mongodb.bulk.WriteConcernError;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time in which the store does not take what is written. Logged when it begins and when it ends,
 * however often is tried in between. Used by the appender's thread alone.
 */
final class Outage {
  private static final Logger LOGGER = LoggerFactory.getLogger(Outage.class);
  private static final int LONGEST_MESSAGE = 500;

  private boolean lasting;
  private long since;

  /** The store refused, or did not answer; more of the same is not told again. */
  void goesOn(int commits, MongoException cause) {
    if (!lasting) {
      lasting = true;
      since = System.nanoTime();
      LOGGER.warn(
          "{} commits cannot be written now; that is tried until it succeeds: {}",
          commits,
          describe(cause));
    }
  }

  /** The store did as it was asked. */
  void over() {
    if (lasting) {
      lasting = false;
      LOGGER.warn(
          "Commits are written again, after {}", Duration.ofNanos(System.nanoTime() - since));
    }
  }

  /**
   * What an exception says, without any document. A server's words may quote the command it was
   * given, with what was to be stored; such a quotation begins with a brace.
   */
  static String describe(MongoException cause) {
    String message =
        switch (cause) {
          case MongoCommandException e -> e.getErrorCodeName() + ": " + e.getErrorMessage();
          case MongoBulkWriteException e -> {
            WriteConcernError concern = e.getWriteConcernError();
            yield e.getWriteErrors().isEmpty()
                ? concern == null ? "" : concern.getMessage()
                : e.getWriteErrors().getFirst().getMessage();
          }
          default -> String.valueOf(cause.getMessage());
        };
    int brace = cause instanceof MongoServerException ? message.indexOf('{') : -1;
    int end = Math.min(brace < 0 ? message.length() : brace, LONGEST_MESSAGE);
    return "%s, code %d: %s"
        .formatted(
            cause.getClass().getSimpleName(), codeOf(cause), message.substring(0, end).strip());
  }

  private static int codeOf(MongoException cause) {
    return cause instanceof MongoBulkWriteException e && !e.getWriteErrors().isEmpty()
        ? e.getWriteErrors().getFirst().getCode()
        : cause.getCode();
  }
}
