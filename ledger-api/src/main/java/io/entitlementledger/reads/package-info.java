/** Who read what: kept before anything is answered, and the question about it. */
@NullMarked
package io.entitlementledger.reads;

import org.jspecify.annotations.NullMarked;
