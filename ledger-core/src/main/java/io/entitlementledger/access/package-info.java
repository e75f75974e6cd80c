/**
 * The access log: who read what, and when. It is a log of its own beside the ledger's, and nothing
 * of the domain follows from it.
 */
@NullMarked
package io.entitlementledger.access;

import org.jspecify.annotations.NullMarked;
