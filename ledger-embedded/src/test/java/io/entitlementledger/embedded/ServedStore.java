package io.entitlementledger.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;

/**
 * A process of its own that serves a directory in which there is little room, and after it another
 * one with room. They run in one shell, so that what the shell has mounted is there for both.
 */
final class ServedStore implements AutoCloseable {
  private final Process shell;
  private final BufferedReader said;
  private MongoClient client;

  private ServedStore(Process shell) throws IOException {
    this.shell = shell;
    this.said = shell.inputReader(UTF_8);
    this.client = awaitServing();
  }

  /**
   * Starts the first.
   *
   * @param wrapper what starts the shell
   * @param first shell commands in which {@code "$@"} serves with little room
   * @param between shell commands that make room
   */
  static ServedStore start(Path directory, Iterable<String> wrapper, String first, String between)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    wrapper.forEach(builder.command()::add);
    builder
        .command()
        .addAll(
            List.of(
                "bash",
                "-c",
                "dir=\"$1\"; shift; %s; %s; exec \"$@\"".formatted(first, between),
                "bash",
                directory.toString()));
    builder.command().addAll(program(directory));
    return new ServedStore(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static List<String> program(Path directory) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ServedStore.class.getName(),
        directory.toString());
  }

  /** What a process says that cannot open a directory. */
  static String refusal(Path directory) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(program(directory)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String all = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? "" : all;
  }

  private MongoClient awaitServing() throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("mongodb://")) {
        return MongoClients.create(line);
      }
    }
    throw new IOException("The server did not start");
  }

  MongoCollection<Document> collection(String name) {
    return client.getDatabase("ledger").getCollection(name);
  }

  Document run(Document command) {
    return client.getDatabase("ledger").runCommand(command);
  }

  /** Ends the first with no warning, and starts the other. */
  void next() throws IOException {
    client.close();
    shell.outputWriter(UTF_8).append("next\n").flush();
    client = awaitServing();
  }

  @Override
  public void close() {
    client.close();
    shell.destroy();
    shell.onExit().join();
  }

  /** Serves until it is told to end, or nobody is there any more to tell it. */
  public static void main(String[] arguments) throws IOException {
    EmbeddedMongo server = EmbeddedMongo.start(Path.of(arguments[0]));
    System.out.println(server.connectionString());
    int told = System.in.read();
    while (told != '\n' && told >= 0) {
      told = System.in.read();
    }
    Runtime.getRuntime().halt(0);
  }
}
