/**
 * The core put together: log, event store, aggregates and command gateway on Axon. No rule of the
 * domain and no format may be decided here.
 */
@NullMarked
package io.entitlementledger.runtime;

import org.jspecify.annotations.NullMarked;
