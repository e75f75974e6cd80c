/**
 * The one executable: its commands, its settings, and the order in which things are opened and
 * closed. No HTTP and no rule of the ledger lives here.
 */
@NullMarked
package io.entitlementledger.cli;

import org.jspecify.annotations.NullMarked;
