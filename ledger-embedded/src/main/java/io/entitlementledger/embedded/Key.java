package io.entitlementledger.embedded;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes ordered as the store orders them: unsigned, a prefix before what continues it. */
final class Key implements Comparable<Key> {
  private final byte[] bytes;

  Key(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes themselves, not a copy: nobody may change them. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  Key plus(Key other) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
    System.arraycopy(other.bytes, 0, joined, bytes.length, other.bytes.length);
    return new Key(joined);
  }

  Key from(int start) {
    return new Key(Arrays.copyOfRange(bytes, start, bytes.length));
  }

  /** The least key above every key that starts with this one. */
  Key next() {
    int last = bytes.length - 1;
    while (bytes[last] == (byte) 0xFF) {
      last--;
    }
    byte[] next = Arrays.copyOf(bytes, last + 1);
    next[last]++;
    return new Key(next);
  }

  /** The same key counted from the other end, for a descending field. */
  Key inverted() {
    byte[] inverted = bytes.clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~inverted[i];
    }
    return new Key(inverted);
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
