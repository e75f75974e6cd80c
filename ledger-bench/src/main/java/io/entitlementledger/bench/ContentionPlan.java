package io.entitlementledger.bench;

import java.util.List;

/**
 * Who writes how much in a run of several processes on one log. A writer's commits are numbered
 * from 0; it makes the next when the last one is durable.
 *
 * @param commits commits of all processes together
 * @param processes the processes
 * @param writers threads of each that write
 * @param sharedRatio how many of the commits go to accounts that all writers share, from 0 to 1
 * @param sharedAccounts how many of those accounts there are
 */
record ContentionPlan(
    long commits, int processes, int writers, double sharedRatio, int sharedAccounts) {

  /** Every so many commits there is one of two events, the second of the writer's own account. */
  private static final int DOUBLE = 8;

  /** Rejects a plan by which nothing would be written. */
  ContentionPlan {
    if (commits < 1 || processes < 1 || writers < 1 || sharedAccounts < 1) {
      throw new IllegalArgumentException("every count must be at least 1");
    }
    if (!(sharedRatio >= 0 && sharedRatio <= 1)) {
      throw new IllegalArgumentException("the ratio of shared commits is from 0 to 1");
    }
  }

  /** The commits of one writer. */
  long commitsOf(int process, int writer) {
    long all = (long) processes * writers;
    return commits / all + ((long) process * writers + writer < commits % all ? 1 : 0);
  }

  /** The events in a writer's commit of a number. */
  static int events(long number) {
    return number % DOUBLE == DOUBLE - 1 ? 2 : 1;
  }

  /** For a process's command line. */
  List<String> arguments() {
    return List.of(
        Long.toString(commits),
        Integer.toString(processes),
        Integer.toString(writers),
        Double.toString(sharedRatio),
        Integer.toString(sharedAccounts));
  }

  static ContentionPlan parse(List<String> arguments) {
    return new ContentionPlan(
        Long.parseLong(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Double.parseDouble(arguments.get(3)),
        Integer.parseInt(arguments.get(4)));
  }
}
