package io.entitlementledger.bench;

/** Something that is wrong, and the cycle after which it was. */
record CrashFlaw(Kind kind, int cycle, String what) {
  /** In what way a promise was broken. */
  enum Kind {
    /** What was acknowledged is not there, or not as it was acknowledged. */
    LOST,
    /** What was removed or never written is there, or was counted twice. */
    DOUBLED,
    /** Some of what one command wrote is there, and some is not. */
    HALF_WRITTEN,
    /** The directory does not open. */
    NOT_REOPENED,
    /** An index, or a count, does not agree with the documents. */
    DISAGREES,
    /** The server answered something else than it had to. */
    WRONG_ANSWER
  }

  @Override
  public String toString() {
    return "%s after cycle %d: %s".formatted(kind, cycle, what);
  }
}
