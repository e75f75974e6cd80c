/** The packaged program over real HTTP, as its users meet it. Nothing here looks inside it. */
@NullMarked
package io.entitlementledger.acceptance;

import org.jspecify.annotations.NullMarked;
