package io.entitlementledger.log;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Travels with a command, in its meta data under {@link #KEY}, to the commit of its events and
 * brings the commit's position back. It is never stored with an event.
 *
 * <p>The inputs do not change; the position is set once, by the appender, when the commit is
 * durable. A command that is tried again after a conflict may carry the same submission.
 */
public final class Submission {
  /** The meta data key a command carries its submission under. */
  public static final String KEY = "ledger.submission";

  /** The length of the salt, in bytes. */
  public static final int SALT_BYTES = 16;

  private static final long NONE = -1;

  private final byte @Nullable [] raw;
  private final byte @Nullable [] salt;
  private final AtomicLong position = new AtomicLong(NONE);

  private Submission(byte @Nullable [] raw, byte @Nullable [] salt) {
    this.raw = raw;
    this.salt = salt;
  }

  /**
   * A command that was caused by a delivery.
   *
   * @param raw the delivery's bytes as they came
   * @param salt {@value #SALT_BYTES} random bytes, so that the hash in the body says nothing about
   *     bytes that were erased
   */
  public static Submission of(byte[] raw, byte[] salt) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("A salt has " + SALT_BYTES + " bytes, not " + salt.length);
    }
    return new Submission(raw.clone(), salt.clone());
  }

  /** A command without a delivery behind it. */
  public static Submission withoutRaw() {
    return new Submission(null, null);
  }

  /** The position of the commit's last event; empty until it is durable, or if it had no event. */
  public OptionalLong position() {
    long value = position.get();
    return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
  }

  byte @Nullable [] raw() {
    return raw;
  }

  byte @Nullable [] salt() {
    return salt;
  }

  /** The first commit counts; a submission that was used twice must not make a commit fail. */
  void committed(long lastPosition) {
    position.compareAndSet(NONE, lastPosition);
  }
}
