package io.entitlementledger.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.entitlementledger.problem.LedgerProblem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * How often a caller may ask: a bucket for each key, and a smaller one for each address from which
 * nothing that is known was shown. A stranger never uses up what a key is allowed.
 */
public final class RateLimits {
  private static final long MOST_BUCKETS = 10_000;

  /** After which a bucket is full again whatever was taken from it, and may be forgotten. */
  private static final Duration FULL_AGAIN = Duration.ofMinutes(1);

  /** What a stranger gets of what a key gets; a refusal is cheap, but not free. */
  private static final int STRANGERS_PART = 10;

  private final Cache<String, Bucket> keys = buckets();
  private final Cache<String, Bucket> strangers = buckets();
  private final int perSecond;

  /**
   * Makes the limits.
   *
   * @param perSecond requests that a key has answered in a second, at least 1
   */
  public RateLimits(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Takes one request of a key; the answer, if that was one too many. */
  Optional<LedgerProblem> take(Caller caller) {
    return take(keys.get(caller.keyId(), _ -> bucket(perSecond)));
  }

  /** Takes one refused request of an address; the answer, if that was one too many. */
  Optional<LedgerProblem> takeRefused(String address) {
    return take(strangers.get(address, _ -> bucket(Math.max(1, perSecond / STRANGERS_PART))));
  }

  private static Optional<LedgerProblem> take(Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return Optional.empty();
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    return Optional.of(
        new LedgerProblem(
                HttpStatus.TOO_MANY_REQUESTS,
                "rate_limited",
                "That was too many requests in a short time; wait, then ask again.")
            .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
  }

  private static Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  private static Cache<String, Bucket> buckets() {
    return Caffeine.newBuilder().maximumSize(MOST_BUCKETS).expireAfterAccess(FULL_AGAIN).build();
  }
}
