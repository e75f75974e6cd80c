package io.entitlementledger.bench;

import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** An event store to be measured, opened on a place of its own. */
interface Contender extends AutoCloseable {
  /** What the table calls it. */
  String label();

  EventStorageEngine engine();

  /** Processor time used by other processes on its behalf, in nanoseconds. */
  default long cpuElsewhere() {
    return 0;
  }

  @Override
  void close();
}
