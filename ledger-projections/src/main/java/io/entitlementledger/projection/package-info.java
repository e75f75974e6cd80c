/**
 * All views of the ledger together, as the edges use them. No view, no question and no rule of a
 * view may live here: each has its own package below.
 */
@NullMarked
package io.entitlementledger.projection;

import org.jspecify.annotations.NullMarked;
