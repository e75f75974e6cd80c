/**
 * The changes of each account's lines over effective time, and the steps they make. Who did what,
 * in the words of the trail, may not live here.
 */
@NullMarked
package io.entitlementledger.projection.history;

import org.jspecify.annotations.NullMarked;
