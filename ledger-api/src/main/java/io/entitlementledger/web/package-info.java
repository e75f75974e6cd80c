/**
 * What all routes share: how values are written in JSON and read from an address, the description
 * of the API, and the server's bounds. No route and no rule of the ledger lives here.
 */
@NullMarked
package io.entitlementledger.web;

import org.jspecify.annotations.NullMarked;
