/**
 * The account directory: which accounts there are, their status, external id and sites. Quantities
 * may not live here.
 */
@NullMarked
package io.entitlementledger.projection.directory;

import org.jspecify.annotations.NullMarked;
