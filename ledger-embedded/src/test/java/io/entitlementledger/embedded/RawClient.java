package io.entitlementledger.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/** A client that sends any bytes, and reads what comes back. */
final class RawClient implements AutoCloseable {
  static final int OP_MSG = 2013;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Socket socket;
  private final DataInputStream in;

  RawClient(String connectionString) throws IOException {
    URI server = URI.create(connectionString);
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout((int) LONG.toMillis());
    in = new DataInputStream(socket.getInputStream());
  }

  static byte[] bson(Document document) {
    ByteBuffer bytes =
        new RawBsonDocument(document, new DocumentCodec()).getByteBuffer().asNIO().slice();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /** A message with its header, of parts that follow one another. */
  static byte[] message(int operation, byte[]... parts) {
    int length = 16 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(length).putInt(77).putInt(0).putInt(operation);
    for (byte[] part : parts) {
      message.put(part);
    }
    return message.array();
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] command(Document command) {
    return message(OP_MSG, int32(0), new byte[] {0}, bson(command));
  }

  /** A command with documents beside it, as drivers send an insert. */
  static byte[] command(int flags, Document command, String name, byte[]... documents) {
    List<byte[]> parts = new ArrayList<>(List.of(int32(flags), new byte[] {0}, bson(command)));
    byte[] identifier = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int size = 4 + identifier.length + Arrays.stream(documents).mapToInt(d -> d.length).sum();
    parts.addAll(List.of(new byte[] {1}, int32(size), identifier));
    parts.addAll(List.of(documents));
    return message(OP_MSG, parts.toArray(byte[][]::new));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends no more, and still reads. */
  RawClient end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  Document answer() throws IOException {
    int length = Integer.reverseBytes(in.readInt());
    byte[] rest = new byte[length - 4];
    in.readFully(rest);
    ByteBuffer header = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(4) != 77) {
      throw new IOException("an answer to another message: " + header.getInt(4));
    }
    int start = header.getInt(8) == OP_MSG ? 17 : 32;
    return new RawBsonDocument(rest, start, rest.length - start).decode(new DocumentCodec());
  }

  /** Reads until the server closes the connection; how many bytes came before. */
  long untilClosed() throws IOException {
    long count = 0;
    while (true) {
      try {
        if (in.read() < 0) {
          return count;
        }
        count++;
      } catch (java.net.SocketException _) {
        return count; // closed with something unread
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
