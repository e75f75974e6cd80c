import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the tour of a page: runs every command of its console blocks in one shell, and compares
 * what it prints with what the page shows. Ids, times, hashes and the indentation of JSON may
 * differ; all else must be the same.
 *
 * <p>Usage: {@code java .ci/Tour.java README.md http://localhost:PORT}
 */
final class Tour {
  private static final String STEP = "-- end of step --";

  private record Step(String command, String shown) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    List<Step> steps = steps(Files.readAllLines(Path.of(args[0])));
    if (steps.isEmpty()) {
      System.err.println(args[0] + " has no console block: there is no tour to walk");
      System.exit(1);
    }
    List<String> printed = run(steps, args[1]);
    int failed = 0;
    for (int i = 0; i < steps.size(); i++) {
      String got = i < printed.size() ? printed.get(i) : "(nothing: the shell ended before)";
      if (!alike(steps.get(i).shown()).equals(alike(got))) {
        failed++;
        System.err.printf("%nStep %d: %s%n", i + 1, steps.get(i).command());
        System.err.println("the page shows: " + alike(steps.get(i).shown()));
        System.err.println("it printed:     " + alike(got));
      }
    }
    System.out.printf("%d passed, %d failed%n", steps.size() - failed, failed);
    System.exit(failed == 0 ? 0 : 1);
  }

  private static List<Step> steps(List<String> page) {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    StringBuilder command = null;
    StringBuilder shown = new StringBuilder();
    for (String line : page) {
      if (line.startsWith("```")) {
        if (inside && command != null) {
          steps.add(new Step(command.toString(), shown.toString()));
        }
        inside = line.equals("```console");
        command = null;
        shown = new StringBuilder();
      } else if (inside && line.startsWith("$ ")) {
        if (command != null) {
          steps.add(new Step(command.toString(), shown.toString()));
        }
        command = new StringBuilder(line.substring(2));
        shown = new StringBuilder();
      } else if (inside && command != null) {
        (goesOn(command.toString()) ? command : shown).append('\n').append(line);
      }
    }
    return steps;
  }

  /** A command goes on after a backslash, and within single quotes. */
  private static boolean goesOn(String command) {
    return command.endsWith("\\") || command.chars().filter(c -> c == '\'').count() % 2 == 1;
  }

  private static List<String> run(List<Step> steps, String address)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder();
    for (Step step : steps) {
      script.append(step.command().replace("http://localhost:8080", address)).append('\n');
      script.append("printf '\\n%s\\n' '").append(STEP).append("'\n");
    }
    Process shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
    try (var in = shell.outputWriter()) {
      in.write(script.toString());
    }
    String all = new String(shell.getInputStream().readAllBytes());
    shell.waitFor();
    return List.of(all.split("\\Q" + STEP + "\\E\n"));
  }

  /** What does not change from run to run. */
  private static String alike(String text) {
    String plain =
        text.replaceAll("(dlv_|evt_|urn:uuid:)[0-9a-f-]{36}", "$1…")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME")
            .replaceAll("\\b[0-9a-f]{64}\\b", "HASH");
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' && (i == 0 || plain.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      }
      if (quoted || !Character.isWhitespace(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }
}
