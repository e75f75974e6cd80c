/**
 * How values, events and aggregates become JSON and are read back. The stored form is final: it
 * decides nothing and knows no storage.
 */
@NullMarked
package io.entitlementledger.codec;

import org.jspecify.annotations.NullMarked;
