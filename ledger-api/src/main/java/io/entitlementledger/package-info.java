/**
 * The Spring application that the parts of this module are wired into, and what every part of it
 * may throw while it starts. Nothing that decides or answers lives here.
 */
@NullMarked
package io.entitlementledger;

import org.jspecify.annotations.NullMarked;
