package io.entitlementledger.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message of MongoDB's wire protocol, as far as a {@link FaultyWire} has to know it. */
final class WireMessage {
  private static final int OP_MSG = 2013;
  private static final int COMMAND = 26; // behind header, flags, section kind, length and type

  private final byte[] bytes;

  private WireMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads one message; null when the other side has closed. */
  static @Nullable WireMessage read(InputStream from) throws IOException {
    byte[] length = from.readNBytes(4);
    if (length.length < 4) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(length, intAt(length, 0));
    int rest = bytes.length - length.length;
    return from.readNBytes(bytes, length.length, rest) < rest ? null : new WireMessage(bytes);
  }

  private static int intAt(byte[] bytes, int index) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(index);
  }

  byte[] bytes() {
    return bytes;
  }

  int id() {
    return intAt(bytes, 4);
  }

  /** The id of the message that it answers. */
  int answers() {
    return intAt(bytes, 8);
  }

  /** The name of the command: the first field's of the first document. */
  String command() {
    if (intAt(bytes, 12) != OP_MSG) {
      return "";
    }
    int end = COMMAND;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, COMMAND, end - COMMAND, StandardCharsets.ISO_8859_1);
  }
}
