package io.entitlementledger.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/** What a run was made on: a figure says nothing without it. */
final class Machine {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Machine() {}

  /** The lines that stand above the table. */
  static String header(String command) {
    return """
    - machine: %s, %d cores, %d GiB, %s %s
    - JDK: %s, heap of at most %d MiB
    - commit: %s
    - command: `%s`
    - started: %s, load average %s
    """
        .formatted(
            processor(),
            SYSTEM.getAvailableProcessors(),
            Math.round(SYSTEM.getTotalMemorySize() / 1e9 / 1.073741824),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vendor.version") + " " + Runtime.version(),
            Runtime.getRuntime().maxMemory() >> 20,
            commit(),
            command,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            load());
  }

  /** The load average of the last minute. */
  static String load() {
    return String.format(Locale.ROOT, "%.2f", SYSTEM.getSystemLoadAverage());
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(SYSTEM.getArch());
    } catch (IOException e) {
      return SYSTEM.getArch();
    }
  }

  private static String commit() {
    String commit = git("rev-parse", "--short", "HEAD");
    return git("status", "--porcelain").isEmpty() ? commit : commit + " + changes";
  }

  private static String git(String... arguments) {
    try {
      Process git =
          new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
              .directory(Home.target().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? said : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
