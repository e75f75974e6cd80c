@NullMarked
package io.entitlementledger.bench;

import org.jspecify.annotations.NullMarked;
