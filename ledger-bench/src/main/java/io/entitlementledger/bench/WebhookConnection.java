package io.entitlementledger.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept connection that knows as much of HTTP as this needs: the client shares the processors
 * with what it measures, so it has to be cheap.
 */
final class WebhookConnection implements AutoCloseable {
  /** The status of a request that was not answered. */
  static final int BROKEN = 0;

  private static final int PATIENCE = 60_000;

  private final URI address;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  WebhookConnection(URI address) {
    this.address = address;
  }

  /**
   * An answer.
   *
   * @param retryAfter the seconds its sender is asked to wait
   */
  record Answer(int status, int retryAfter) {
    boolean good() {
      return status / 100 == 2;
    }
  }

  /** Sends a request, and opens the connection first where it is not. */
  Answer exchange(byte[] request) {
    try {
      Socket open = socket;
      if (open == null) {
        open = new Socket(address.getHost(), address.getPort());
        socket = open;
        open.setTcpNoDelay(true);
        open.setSoTimeout(PATIENCE);
        in = new BufferedInputStream(open.getInputStream());
      }
      open.getOutputStream().write(request);
      return answer();
    } catch (IOException e) {
      close();
      return new Answer(BROKEN, 0);
    }
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().substring("HTTP/1.1 ".length()).substring(0, 3));
    int length = 0;
    int retryAfter = 0;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      String value = header.substring(header.indexOf(':') + 1).strip();
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(value);
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = true;
      } else if (header.startsWith("retry-after:")) {
        retryAfter = Integer.parseInt(value);
      } else if (header.startsWith("connection:")) {
        last = value.equals("close");
      }
    }
    if (chunked) {
      for (int chunk = chunk(); chunk > 0; chunk = chunk()) {
        in.skipNBytes(chunk + 2);
      }
      line();
    } else {
      in.skipNBytes(length);
    }
    if (last) {
      close();
    }
    return new Answer(status, retryAfter);
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    byte[] line = new byte[512];
    int length = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || length == line.length) {
        throw new IOException("The answer broke off");
      }
      line[length++] = (byte) b;
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    Socket closed = socket;
    socket = null;
    try {
      if (closed != null) {
        closed.close();
      }
    } catch (IOException e) {
      // It was broken already, and the next request opens another.
    }
  }
}
