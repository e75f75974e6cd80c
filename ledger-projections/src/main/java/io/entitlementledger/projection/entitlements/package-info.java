/**
 * What an account was entitled to at a time, as known at a time: the fold, its view and the answers
 * from it. No rule that decides on a delivery may live here.
 */
@NullMarked
package io.entitlementledger.projection.entitlements;

import org.jspecify.annotations.NullMarked;
