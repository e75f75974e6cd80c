package io.entitlementledger.web;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 whose request line and headers have to come within a time as a whole. Tomcat's own
 * time-out begins anew with each byte, so that a byte now and then would hold a connection for
 * days.
 */
public final class PromptProtocol extends Http11NioProtocol {
  @Override
  protected Processor createProcessor() {
    return new PromptProcessor(this, getAdapter(), Duration.ofMillis(getConnectionTimeout()));
  }

  private static final class PromptProcessor extends Http11Processor {
    private final Duration patience;
    private @Nullable SocketWrapperBase<?> waitedFor;
    private long since;

    PromptProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter, Duration patience) {
      super(protocol, adapter);
      this.patience = patience;
    }

    /** Called whenever bytes have come; LONG says that there is not yet a whole request. */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      boolean waited = socket.equals(waitedFor); // another one's, if it was broken off in between
      if (waited && System.nanoTime() - since > patience.toNanos()) {
        waitedFor = null;
        return SocketState.CLOSED;
      }
      SocketState state = super.service(socket);
      if (state != SocketState.LONG || isAsync()) {
        waitedFor = null;
      } else if (!waited) {
        waitedFor = socket;
        since = System.nanoTime();
      }
      return state;
    }
  }
}
