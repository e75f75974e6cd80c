/**
 * How every error is answered: as {@code application/problem+json} with a code, wherever it arises.
 * What an error means is decided where it is thrown, not here.
 */
@NullMarked
package io.entitlementledger.problem;

import org.jspecify.annotations.NullMarked;
