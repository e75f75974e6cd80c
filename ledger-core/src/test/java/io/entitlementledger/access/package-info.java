@NullMarked
package io.entitlementledger.access;

import org.jspecify.annotations.NullMarked;
