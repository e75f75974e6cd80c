package io.entitlementledger.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash rules of the log, each with its own prefix so that no value can stand for another. */
final class Hashes {
  private static final byte[] LEAF = {0x00};
  private static final byte[] CHAIN = {0x02};
  private static final byte[] STREAM = {0x03};

  private Hashes() {}

  /** What the first chain and every first stream hash follow: 32 zero bytes. */
  static byte[] zero() {
    return new byte[32];
  }

  static byte[] leaf(byte[] body) {
    return sha256(LEAF, body);
  }

  static byte[] chain(byte[] previous, byte[] leaf) {
    return sha256(CHAIN, previous, leaf);
  }

  static byte[] stream(byte[] previous, byte[] leaf) {
    return sha256(STREAM, previous, leaf);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
