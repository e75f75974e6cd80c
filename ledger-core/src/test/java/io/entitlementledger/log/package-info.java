/** Tests of the log, and the database that other modules' tests share. */
@NullMarked
package io.entitlementledger.log;

import org.jspecify.annotations.NullMarked;
