package io.entitlementledger.problem;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;

/**
 * Answers what Tomcat itself refuses, such as a malformed request line, and what fails outside of
 * Spring MVC. It takes the place of both Tomcat's page and Boot's, so that there is no error page
 * and no second dispatch to it.
 */
public final class ProblemReportValve extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return; // no error, or already told
    }
    AtomicBoolean reachable = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, reachable);
    if (!reachable.get()) {
      return;
    }
    Problem problem = Problems.of(HttpStatusCode.valueOf(response.getStatus()));
    // Below 500 it is the sender's fault, and the text could quote a path with a secret.
    if (thrown != null && problem.status() >= 500) {
      LOG.error("A request failed, {}", problem.instance(), thrown);
    }
    try {
      Problems.write(response, problem);
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("The client went away before its answer", e);
    }
  }
}
