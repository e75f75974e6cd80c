package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import io.entitlementledger.access.AccessLog;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.Head;
import io.entitlementledger.log.LogVerifier;
import io.entitlementledger.log.LogVerifier.Verdict;
import java.io.PrintWriter;
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

/** {@code ledger verify}: recomputes both logs whole; the first flaw is told as an error. */
@Command(
    name = "verify",
    description =
        "Recomputes every hash of the log and of the access log, and says where each ends or is"
            + " flawed.",
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

  @Option(
      names = "--access-head",
      paramLabel = "<position:chain>",
      description = "Where the access log ended before, the same way.")
  private @Nullable String accessHead;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Head recorded = head == null ? null : recorded("--head", head);
    Head recordedAccess = accessHead == null ? null : recorded("--access-head", accessHead);
    Settings settings = Settings.read(null, dataDir, System.getenv());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (Store store = Store.openExisting(settings)) {
      Verdict ledger = new LogVerifier(EventLog.toRead(store.database())).verify(recorded);
      if (ledger.flaw().isPresent()) {
        throw ledger.flaw().get();
      }
      if (ledger.commits() == 0) {
        throw noLog(store.description());
      }
      out.println("The log " + asWritten(ledger));
      out.flush(); // it is known, whatever is found next
      verifyAccess(store, recordedAccess, out);
    }
    out.flush();
    return 0;
  }

  private static void verifyAccess(Store store, @Nullable Head recorded, PrintWriter out) {
    EventLog log = EventLog.toRead(store.database(), AccessLog.COLLECTION);
    Verdict access = new LogVerifier(log).verify(recorded);
    access
        .flaw()
        .ifPresent(
            flaw -> {
              throw new CannotStart(
                  "the access log does not agree with itself: %s; restore it from a backup"
                      .formatted(flaw.getMessage()),
                  flaw);
            });
    out.println(
        access.commits() == 0
            ? "The access log is empty: nothing was read yet"
            : "The access log " + asWritten(access));
  }

  private static String asWritten(Verdict verdict) {
    Head end = verdict.head();
    return "is as it was written: %d commits, %d positions, recorded up to %s, head %d:%s"
        .formatted(
            verdict.commits(),
            end.nextPosition(),
            end.highWater(),
            end.nextPosition(),
            HexFormat.of().formatHex(end.chain()));
  }

  /** To call it good would hide that the wrong place was looked at. */
  private static CannotStart noLog(String place) {
    return new CannotStart(
        "There is no log in %s; give --data-dir or %s of the ledger to verify"
            .formatted(place, Settings.MONGODB_URI));
  }

  private Head recorded(String option, String text) {
    Matcher parts = HEAD.matcher(text);
    if (!parts.matches()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          option + " is '" + text + "'; give it as verify printed it, position:chain");
    }
    // The high water is no part of it: it follows from what the chain proves.
    return new Head(
        Long.parseLong(parts.group(1)), Instant.EPOCH, HexFormat.of().parseHex(parts.group(2)));
  }
}
