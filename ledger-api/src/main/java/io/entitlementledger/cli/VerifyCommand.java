package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.Head;
import io.entitlementledger.log.LogVerifier;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ledger verify}: recomputes the whole log; the first flaw is told as an error. */
@Command(
    name = "verify",
    description = "Recomputes every hash of the log and says where it ends, or where it is flawed.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final Pattern HEAD = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

  @Option(names = "--data-dir", paramLabel = "<dir>", description = "The data (./ledger-data).")
  private @Nullable String dataDir;

  @Option(
      names = "--head",
      paramLabel = "<position:chain>",
      description = "Where the log ended before, as printed then and kept elsewhere.")
  private @Nullable String head;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Head recorded = head == null ? null : recorded(head);
    Settings settings = Settings.read(null, dataDir, System.getenv());
    if (settings.mongodb().isEmpty() && !Files.isDirectory(settings.dataDir())) {
      throw noLog(settings.dataDir().toString());
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (Store store = Store.open(settings)) {
      var verdict = new LogVerifier(EventLog.toRead(store.database())).verify(recorded);
      if (verdict.flaw().isPresent()) {
        throw verdict.flaw().get();
      }
      if (verdict.commits() == 0) {
        throw noLog(store.description());
      }
      Head end = verdict.head();
      out.printf(
          "The log is as it was written: %d commits, %d positions, recorded up to %s, head %d:%s%n",
          verdict.commits(),
          end.nextPosition(),
          end.highWater(),
          end.nextPosition(),
          HexFormat.of().formatHex(end.chain()));
    }
    out.flush();
    return 0;
  }

  /** To call it good would hide that the wrong place was looked at. */
  private static CannotStart noLog(String place) {
    return new CannotStart(
        "There is no log in %s; give --data-dir or %s of the ledger to verify"
            .formatted(place, Settings.MONGODB_URI));
  }

  private Head recorded(String text) {
    Matcher parts = HEAD.matcher(text);
    if (!parts.matches()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--head is '" + text + "'; give it as verify printed it, position:chain");
    }
    // The high water is no part of it: it follows from what the chain proves.
    return new Head(
        Long.parseLong(parts.group(1)), Instant.EPOCH, HexFormat.of().parseHex(parts.group(2)));
  }
}
