/**
 * A MongoDB-compatible server over RocksDB in a directory, behind one entry point. It knows nothing
 * of the ledger: only documents, indexes and commands.
 */
@NullMarked
package io.entitlementledger.embedded;

import org.jspecify.annotations.NullMarked;
