/**
 * One running ledger, put together on a database: the core, the views and the queries on them. It
 * knows neither HTTP nor the command line, which both use it.
 */
@NullMarked
package io.entitlementledger.node;

import org.jspecify.annotations.NullMarked;
