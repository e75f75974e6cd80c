package io.entitlementledger.bench;

/**
 * A crash campaign.
 *
 * @param cycles how often a process is killed
 * @param leastWriters the fewest threads of a process that write
 * @param mostWriters the most
 * @param seed from which all follows but how far a process comes before it is killed
 */
record CrashPlan(int cycles, int leastWriters, int mostWriters, long seed) {

  /** Two digits of a document's {@code _id} name its writer. */
  private static final int MOST_WRITERS = 99;

  /** Rejects a plan by which nothing would be written. */
  CrashPlan {
    if (cycles < 1 || leastWriters < 1) {
      throw new IllegalArgumentException("there has to be at least one cycle and one writer");
    }
    if (mostWriters < leastWriters || mostWriters > MOST_WRITERS) {
      throw new IllegalArgumentException(
          "the writers are a range of numbers up to " + MOST_WRITERS);
    }
  }

  /**
   * The writers as on a command line.
   *
   * @param writers a number, or the least and the most: {@code 8..32}
   */
  static CrashPlan of(int cycles, String writers, long seed) {
    String[] range = writers.split("\\.\\.", 2);
    return new CrashPlan(
        cycles, Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]), seed);
  }
}
