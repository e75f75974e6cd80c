/**
 * What became of each delivery, applied or not. The bytes of a delivery may not live here: the log
 * keeps them.
 */
@NullMarked
package io.entitlementledger.projection.deliveries;

import org.jspecify.annotations.NullMarked;
