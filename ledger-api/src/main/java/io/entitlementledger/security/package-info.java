/**
 * Who is let in, and to what: keys, credentials, the table of routes and roles, and the bounds of a
 * request's body. No controller and no rule of the ledger lives here; a secret leaves this package
 * as a hash, and once in plain text: to whoever has a key made.
 */
@NullMarked
package io.entitlementledger.security;

import org.jspecify.annotations.NullMarked;
