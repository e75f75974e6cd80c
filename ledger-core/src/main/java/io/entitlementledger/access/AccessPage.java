package io.entitlementledger.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of records. It may be short or empty although there is more, because only so many records
 * are looked at for one page.
 *
 * @param hasMore whether records of the range have not been looked at
 * @param next where to start after for those; null if there are none
 */
public record AccessPage(List<AccessRecord> data, boolean hasMore, @Nullable Long next) {}
