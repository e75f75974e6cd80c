package io.entitlementledger.cli;

import com.mongodb.MongoException;
import io.entitlementledger.CannotStart;
import io.entitlementledger.log.LogBrokenException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code ledger}. What a person can mend is told in one line on standard error. */
@Command(
    name = "ledger",
    description = "Takes billable webhooks, and answers who was entitled to what, and when.",
    subcommands = {
      ServeCommand.class,
      RebuildCommand.class,
      VerifyCommand.class,
      BackupCommand.class,
      KeyCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = LedgerMain.Version.class)
public final class LedgerMain implements Runnable {
  private static final int USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  private LedgerMain() {}

  public static void main(String[] args) {
    // The store is open before Spring starts, and logs from threads of its own. If Boot set the
    // logging up again, it would have nowhere to go for a moment, and complain of it.
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install(); // Tomcat's log goes the way of all others
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new LedgerMain());
    line.setParameterExceptionHandler(LedgerMain::usage);
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          complain(command.getErr(), reason(exception).orElseThrow(() -> exception));
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "Missing command: serve, rebuild, verify, backup or key");
  }

  private static int usage(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    String message = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    complain(
        command.getErr(),
        message + "; see " + command.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  private static void complain(PrintWriter err, String message) {
    err.println("ledger: " + message);
    err.flush();
  }

  /** What a person can do about it, where that is known; anything else is a fault of ours. */
  private static Optional<String> reason(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      if (cause instanceof CannotStart) {
        return Optional.of(message);
      }
      if (cause instanceof LogBrokenException) {
        return Optional.of(
            "the log does not agree with itself: " + message + "; restore it from a backup");
      }
      if (cause instanceof MongoException) {
        return Optional.of("the store refused what was asked of it: " + message);
      }
    }
    return Optional.empty();
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = LedgerMain.class.getPackage().getImplementationVersion();
      return new String[] {"ledger " + (version == null ? "(not packaged)" : version)};
    }
  }
}
