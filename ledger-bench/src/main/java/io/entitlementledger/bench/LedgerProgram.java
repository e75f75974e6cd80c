package io.entitlementledger.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The packaged ledger in a process of its own. */
final class LedgerProgram implements AutoCloseable {
  static final String ADMIN = "admin-key-of-the-benchmarks";
  static final String WEBHOOK = "webhook-secret-of-the-benchmarks";

  private static final String READY = "Entitlement Ledger is ready on ";
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final CompletableFuture<URI> address = new CompletableFuture<>();

  private LedgerProgram(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().start(this::listen);
  }

  /**
   * Starts to serve; the port is any that is free.
   *
   * @param said a file for what it writes to its error stream
   * @param options of the JVM
   * @param more arguments of the program
   */
  static LedgerProgram serve(Path data, Path said, List<String> options, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
    arguments.addAll(List.of("--data-dir", data.toString()));
    arguments.addAll(List.of(more));
    return new LedgerProgram(program(said, options, arguments.toArray(String[]::new)).start());
  }

  /** Whether the log of a directory that nothing serves from is good. */
  static boolean verify(Path data, Path said) throws IOException, InterruptedException {
    return program(said, List.of(), "verify", "--data-dir", data.toString())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start()
            .waitFor()
        == 0;
  }

  private static ProcessBuilder program(Path said, List<String> options, String... arguments) {
    Path home = Objects.requireNonNull(Home.target().getParent()).resolveSibling("ledger-api");
    Path jar = home.resolve("target/ledger.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is not there; build ledger-api first");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m"));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LEDGER_"));
    builder.environment().put("LEDGER_ADMIN_KEY", ADMIN);
    builder.environment().put("LEDGER_WEBHOOK_SECRET", WEBHOOK);
    // One sender sends all there is; else it would be the limit of its key that is measured.
    builder.environment().put("LEDGER_RATE_LIMIT", "999999/s");
    return builder.redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()));
  }

  private void listen() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) {
          address.complete(URI.create(line.substring(READY.length()).split(" ", 2)[0]));
        }
      }
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
    address.completeExceptionally(new IOException("it ended before it was ready"));
  }

  /** Where it serves, as soon as it does. */
  URI address() throws IOException, InterruptedException {
    try {
      return address.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).get();
    } catch (ExecutionException e) {
      throw new IOException("The ledger did not start: " + e.getCause(), e);
    }
  }

  boolean isReady() {
    return address.isDone() && !address.isCompletedExceptionally();
  }

  /** Is done when it has ended. */
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it with no warning. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it as its user does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
