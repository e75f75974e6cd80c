/**
 * How a view follows the log, is rebuilt from it and is known to be current. Nothing here may know
 * what any view holds, and Axon appears in no other package of the views.
 */
@NullMarked
package io.entitlementledger.projection.replay;

import org.jspecify.annotations.NullMarked;
