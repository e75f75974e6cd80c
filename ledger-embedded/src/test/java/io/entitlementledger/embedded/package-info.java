@NullMarked
package io.entitlementledger.embedded;

import org.jspecify.annotations.NullMarked;
