package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;

/** Cuts what a client sends into messages, each of which says first how long it is. */
final class Frames {
  static final int HEADER = 16;

  /** A buffer that had to be larger for one message is not kept. */
  private static final int USUAL = 1 << 17;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 14];
  private int from;
  private int length;
  private int to;

  Frames(InputStream in) {
    this.in = in;
  }

  /** Where the present message is: from {@link #from} up to {@link #end}, until the next. */
  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int end() {
    return from + length;
  }

  /**
   * Reads the next message.
   *
   * @return false if the client has gone
   * @throws ProtocolException if it is not as long as a message is
   */
  boolean next() throws IOException {
    from += length;
    length = 0;
    if (buffer.length > USUAL && to - from <= USUAL) {
      moveTo(new byte[USUAL]);
    }
    if (!fill(Integer.BYTES)) {
      return false;
    }
    int said = new BsonReader(buffer, from, to).int32();
    if (said < HEADER || said > MongoWireProtocolHandler.MAX_MESSAGE_SIZE_BYTES) {
      throw new ProtocolException("its length is said to be " + said);
    }
    length = said;
    return fill(said);
  }

  /** Waits until so much is there; memory grows only with what has really come. */
  private boolean fill(int wanted) throws IOException {
    while (to - from < wanted) {
      if (from == to || from + wanted > buffer.length) {
        moveTo(buffer);
      }
      if (to == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(2 * to, wanted));
      }
      int count = in.read(buffer, to, buffer.length - to);
      if (count < 0) {
        return false;
      }
      to += count;
    }
    return true;
  }

  private void moveTo(byte[] place) {
    System.arraycopy(buffer, from, place, 0, to - from);
    buffer = place;
    to -= from;
    from = 0;
  }
}
