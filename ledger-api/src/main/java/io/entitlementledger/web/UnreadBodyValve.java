package io.entitlementledger.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection after an answer for which the body was not needed. Tomcat would read the
 * rest of the body first, to find the next request behind it, and a sender that is refused could
 * hold a thread for as long as it likes by sending that rest slowly. The answer says so: whoever
 * reads the whole body takes the header {@code Connection} back.
 */
final class UnreadBodyValve extends ValveBase {
  UnreadBodyValve() {
    super(true); // does nothing that an asynchronous answer could not stand
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (!isRead(request)) {
      response.setHeader("Connection", "close");
    }
    getNext().invoke(request, response);
    if (!isRead(request)) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private static boolean isRead(Request request) {
    AtomicBoolean whole = new AtomicBoolean();
    request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
    return whole.get();
  }
}
