/**
 * The event log on MongoDB and Axon's use of it: commit documents, appender, event store, tokens
 * and snapshots. It knows no command, no event and no rule of the domain.
 */
@NullMarked
package io.entitlementledger.log;

import org.jspecify.annotations.NullMarked;
