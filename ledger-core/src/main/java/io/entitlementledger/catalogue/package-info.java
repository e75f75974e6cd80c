/**
 * Which catalogue was in use when, as a part of the log. What a catalogue says is read at the edge.
 */
@NullMarked
package io.entitlementledger.catalogue;

import org.jspecify.annotations.NullMarked;
