package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection over which requests go one after the other, until an answer says that it is
 * closed; only then the next one opens another. A client of the JDK would do so unseen, also after
 * a connection that broke.
 */
final class KeptConnection implements AutoCloseable {
  private static final int PATIENCE = 60_000;

  private final URI address;
  private final String credential;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  KeptConnection(URI address, String credential) {
    this.address = address;
    this.credential = credential;
  }

  Answer post(String path, byte[] body) throws IOException {
    send(head(path, body.length, ""), body);
    return answer();
  }

  /** Sends all but the body, and comes back when the program waits for it. */
  void begin(String path, int length) throws IOException {
    send(head(path, length, "Expect: 100-continue\r\n"), new byte[0]);
    String status = line();
    if (!status.startsWith("HTTP/1.1 100") || !line().isEmpty()) {
      throw new IOException("The body is not waited for: " + status);
    }
  }

  /** Sends the body of what was begun. */
  Answer end(byte[] body) throws IOException {
    send("", body);
    return answer();
  }

  private String head(String path, int length, String more) {
    return """
    POST %s HTTP/1.1
    Host: %s
    Authorization: Bearer %s
    Content-Type: application/json
    Content-Length: %d
    """
            .formatted(path, address.getAuthority(), credential, length)
            .replace("\n", "\r\n")
        + more
        + "\r\n";
  }

  private void send(String head, byte[] body) throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(address.getHost(), address.getPort());
      open.setTcpNoDelay(true);
      open.setSoTimeout(PATIENCE);
      in = new BufferedInputStream(open.getInputStream());
      socket = open;
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(body);
    open.getOutputStream().write(request.toByteArray());
  }

  private Answer answer() throws IOException {
    String status = line();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    byte[] body =
        "chunked".equals(headers.get("Transfer-Encoding"))
            ? chunks()
            : in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    if ("close".equals(headers.get("Connection"))) {
      close();
    }
    return new Answer(
        Integer.parseInt(status.split(" ", -1)[1]),
        headers.getOrDefault("Content-Type", ""),
        new String(body, UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int length = length(); length > 0; length = length()) {
      body.writeBytes(in.readNBytes(length));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int length() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The connection broke off after '" + line + "'");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
