package io.entitlementledger.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the work that is done at once, so that what is let in is answered in time however many
 * ask. It runs after the body has been read: who sends slowly takes no place. A caller has a
 * quarter of the places at most, so that one that asks for what takes long does not lock out the
 * others; only a sender may take them all, as there may be no other.
 */
final class BoundWork extends OncePerRequestFilter {
  private static final int PART = 4;

  private final Places posts;
  private final Places others;
  private final Duration patience;

  /** Places for all, and a part of them for each caller; forgotten when nobody of it is inside. */
  private static final class Places {
    private final Semaphore all;
    private final LoadingCache<String, Semaphore> callers;

    Places(int places) {
      int part = Math.max(1, places / PART);
      this.all = new Semaphore(places);
      this.callers = Caffeine.newBuilder().weakValues().build(_ -> new Semaphore(part));
    }

    /** What a request needs one of each of. */
    List<Semaphore> neededBy(@Nullable Caller caller) {
      return caller == null || caller.role() == Role.INGEST
          ? List.of(all)
          : List.of(callers.get(caller.keyId()), all);
    }
  }

  /**
   * Makes the filter.
   *
   * @param posts requests that post, at work at once
   * @param others other requests, the same way
   * @param patience how long a request waits for a place before it is sent away
   */
  BoundWork(int posts, int others, Duration patience) {
    this.posts = new Places(posts);
    this.others = new Places(others);
    this.patience = patience;
  }

  /** What tells whether the ledger lives has to be answered above all when there is much to do. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/actuator/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Places places = request.getMethod().equals("POST") ? posts : others;
    List<Semaphore> taken = new ArrayList<>();
    try {
      for (Semaphore place : places.neededBy(Caller.current())) {
        if (!taken(place)) {
          Problems.write(response, overloaded());
          return;
        }
        taken.add(place);
      }
      chain.doFilter(request, response);
    } finally {
      taken.forEach(Semaphore::release);
    }
  }

  private static LedgerProblem overloaded() {
    return new LedgerProblem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "overloaded",
            "The ledger has as much to do as it can; ask again later.")
        .withHeader(HttpHeaders.RETRY_AFTER, "1");
  }

  private boolean taken(Semaphore place) {
    try {
      return place.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
