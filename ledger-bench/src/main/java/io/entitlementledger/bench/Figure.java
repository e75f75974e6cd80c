package io.entitlementledger.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What one measurement saw.
 *
 * @param events how many were written or read
 * @param nanos how long it took
 * @param cpuNanos the processor time of this process and of the store's meanwhile
 */
record Figure(long events, long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final long LOOK_MILLIS = 200;
  private static final long IDLE_NANOS = Duration.ofMillis(LOOK_MILLIS).toNanos() / 10;

  /**
   * Waits until this process, and the server in it, has next to nothing to do; a minute at most.
   */
  static void settle() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    long used;
    do {
      long before = SYSTEM.getProcessCpuTime();
      Thread.sleep(LOOK_MILLIS);
      used = SYSTEM.getProcessCpuTime() - before;
    } while (used > IDLE_NANOS && System.nanoTime() < deadline);
  }

  double perSecond() {
    return events * 1e9 / nanos;
  }

  double cpuMicrosPerEvent() {
    return cpuNanos / 1e3 / events;
  }

  /** Started when the work does; all figures count from there. */
  record Clock(Contender contender, long nanos, long cpuNanos) {
    static Clock start(Contender contender) {
      return new Clock(contender, System.nanoTime(), cpu(contender));
    }

    Figure stop(long events) {
      long took = System.nanoTime() - nanos;
      return new Figure(events, took, cpu(contender) - cpuNanos);
    }

    private static long cpu(Contender contender) {
      return SYSTEM.getProcessCpuTime() + contender.cpuElsewhere();
    }
  }
}
