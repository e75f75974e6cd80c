package io.entitlementledger.bench;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps how many documents each insert of a client had, in order, and how long they took. */
final class InsertRecorder implements CommandListener {
  /**
   * What was inserted since it was cleared.
   *
   * @param documents how many each insert had
   * @param nanos what all of them took together
   */
  record Inserts(List<Integer> documents, long nanos) {}

  private final List<Integer> documents = new ArrayList<>();
  private long nanos;

  synchronized void clear() {
    documents.clear();
    nanos = 0;
  }

  synchronized Inserts inserts() {
    return new Inserts(List.copyOf(documents), nanos);
  }

  @Override
  public synchronized void commandSucceeded(CommandSucceededEvent event) {
    if (event.getCommandName().equals("insert")) {
      documents.add(event.getResponse().getNumber("n").intValue());
      nanos += event.getElapsedTime(TimeUnit.NANOSECONDS);
    }
  }
}
