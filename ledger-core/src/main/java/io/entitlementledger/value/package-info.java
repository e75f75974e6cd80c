/**
 * The words of the domain as values: identities, quantities, times. Only {@code java.*} may be used
 * here, and nothing here knows of events, storage or HTTP.
 */
@NullMarked
package io.entitlementledger.value;

import org.jspecify.annotations.NullMarked;
