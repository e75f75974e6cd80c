/**
 * The life of a delivery that could not be applied, in a stream of its own. It decides nothing on
 * an account.
 */
@NullMarked
package io.entitlementledger.intake;

import org.jspecify.annotations.NullMarked;
