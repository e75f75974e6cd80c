/**
 * What has happened: the sealed events of the ledger, one record an event, and the names they are
 * stored under, which never change. Nothing here may depend on Axon, on storage or on JSON.
 */
@NullMarked
package io.entitlementledger.event;

import org.jspecify.annotations.NullMarked;
