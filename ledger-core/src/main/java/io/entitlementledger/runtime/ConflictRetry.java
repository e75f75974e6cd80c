package io.entitlementledger.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.RetryScheduler;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Sends a command again after another process has changed its account first: the cached account was
 * stale, and is reloaded. No other failure is retried here.
 */
final class ConflictRetry implements RetryScheduler {
  private static final int ATTEMPTS = 20;
  private static final int PAUSE_MS_MAX = 20;

  private final Executor executor;

  /**
   * @param executor runs a command again; the command waits on it until it is decided
   */
  ConflictRetry(Executor executor) {
    this.executor = executor;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Axon declares it
  public boolean scheduleRetry(
      CommandMessage command,
      RuntimeException failure,
      List<Class<? extends Throwable>[]> failures,
      Runnable dispatch) {
    boolean conflict =
        failure instanceof ConcurrencyException
            || failure instanceof AggregateStreamCreationException;
    if (!conflict || failures.size() > ATTEMPTS) {
      return false;
    }
    int pause = ThreadLocalRandom.current().nextInt(PAUSE_MS_MAX); // lets two rivals part
    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, executor).execute(dispatch);
    return true;
  }
}
