/**
 * What is asked about deliveries over HTTP. What became of a delivery is answered by its view, and
 * its bytes by the log.
 */
@NullMarked
package io.entitlementledger.deliveries;

import org.jspecify.annotations.NullMarked;
