/**
 * The audit trail: one entry an event of an account, in words and in numbers as they were recorded.
 * Nothing here may be recomputed from later knowledge.
 */
@NullMarked
package io.entitlementledger.projection.audit;

import org.jspecify.annotations.NullMarked;
