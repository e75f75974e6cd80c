package io.entitlementledger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a benchmark keeps its data and what it tells: the same options for each of them. */
final class Output {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--dir",
      description =
          "an empty directory for the data, which is kept; else one below target/, which is not")
  private @Nullable Path dir;

  @Option(names = "--out", description = "a file to write the table to as well")
  private @Nullable Path out;

  /** A benchmark, from its directory to its notes and table. */
  interface Benchmark {
    String run(Path directory) throws IOException, InterruptedException;
  }

  /** Runs it and tells what it found, and on which machine and how. */
  void of(String name, Benchmark benchmark) throws IOException, InterruptedException {
    Path directory = dir;
    if (directory == null) {
      directory = Files.createTempDirectory(Home.target(), name + "-");
    }
    String header = Machine.header(commandLine());
    String found;
    try {
      found = benchmark.run(Files.createDirectories(directory));
    } finally {
      if (dir == null) {
        Home.delete(directory);
      }
    }
    String text = header + "- ended with load average " + Machine.load() + "\n" + found;
    System.out.print(text);
    if (out != null) {
      Files.writeString(out, text);
    }
  }

  CommandLine line() {
    return Objects.requireNonNull(command).commandLine();
  }

  private String commandLine() {
    return "ledger-bench/run "
        + String.join(" ", line().getParent().getParseResult().originalArgs());
  }
}
