/**
 * What is asked about accounts over HTTP: addresses, parameters and formats. What is true of an
 * account is answered by the views.
 */
@NullMarked
package io.entitlementledger.accounts;

import org.jspecify.annotations.NullMarked;
