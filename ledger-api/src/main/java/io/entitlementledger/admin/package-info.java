/**
 * What keeps a ledger running, over HTTP. It changes no fact: what it makes anew comes from the
 * log.
 */
@NullMarked
package io.entitlementledger.admin;

import org.jspecify.annotations.NullMarked;
