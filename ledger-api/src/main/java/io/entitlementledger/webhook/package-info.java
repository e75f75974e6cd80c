/**
 * Reads the bytes of one delivery into a command on one account, by the rules of a catalogue. The
 * sender's JSON never leaves this package; no HTTP, storage, clock or bus may be used here.
 */
@NullMarked
package io.entitlementledger.webhook;

import org.jspecify.annotations.NullMarked;
