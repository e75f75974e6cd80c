package io.entitlementledger.projection;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lays one read across the next clearing of a view: it begins when the view is about to be emptied,
 * finds its first document there, and reads on when all is gone and nothing is refilled yet.
 */
final class ReadAcrossAClearing implements CommandListener {
  private static final Set<String> VIEWS = Set.of("entitlements", "entitlement_changes", "audit");

  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> emptied = new CompletableFuture<>();
  private final CompletableFuture<Optional<Object>> answered = new CompletableFuture<>();
  private Supplier<Optional<Object>> read = Optional::empty;
  private volatile @Nullable Thread clearing;
  private volatile @Nullable Thread reader;
  private int finds; // of the reader alone

  /** Reads during the next clearing, which has to be this thread's. */
  CompletableFuture<Optional<Object>> once(Supplier<Optional<Object>> answer) {
    read = answer;
    clearing = Thread.currentThread();
    return answered;
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    Thread current = Thread.currentThread();
    if (current.equals(clearing) && event.getCommandName().equals("drop") && reader == null) {
      begin();
      await(CompletableFuture.anyOf(begun, answered));
    } else if (current.equals(clearing) && event.getCommandName().equals("createIndexes")) {
      emptied.complete(null);
      await(answered);
    } else if (current.equals(reader) && isOfAView(event) && ++finds == 2) {
      begun.complete(null);
      await(emptied);
    }
  }

  private void begin() {
    answered.completeAsync(
        read,
        task -> {
          Thread thread = new Thread(task);
          reader = thread;
          thread.start();
        });
  }

  private static boolean isOfAView(CommandStartedEvent event) {
    return event.getCommandName().equals("find")
        && VIEWS.contains(event.getCommand().getString("find").getValue());
  }

  private static void await(CompletableFuture<?> moment) {
    moment.copy().orTimeout(20, TimeUnit.SECONDS).exceptionally(_ -> null).join();
  }
}
