package io.entitlementledger.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where a log ends, or ended before a commit. Kept elsewhere it proves later that nothing before it
 * was altered or cut off.
 *
 * @param nextPosition the position the next event will have; 0 when the log is empty
 * @param highWater the running maximum of the commits' times; {@link Instant#EPOCH} when empty
 * @param chain the running hash over all commits, 32 bytes; zeros when empty
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, and the bytes are not shared
public record Head(long nextPosition, Instant highWater, byte[] chain) {
  static final Head EMPTY = new Head(0, Instant.EPOCH, Hashes.zero());

  @Override
  public boolean equals(Object other) {
    return other instanceof Head(long next, Instant water, byte[] hash)
        && next == nextPosition
        && water.equals(highWater)
        && Arrays.equals(hash, chain);
  }

  @Override
  public int hashCode() {
    return Objects.hash(nextPosition, highWater, Arrays.hashCode(chain));
  }

  @Override
  public String toString() {
    return "Head[" + nextPosition + ", " + highWater + ", " + Hashes.hex(chain) + "]";
  }
}
