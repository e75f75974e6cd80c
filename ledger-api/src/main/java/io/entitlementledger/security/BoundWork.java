package io.entitlementledger.security;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the work that is done at once, so that what is let in is answered in time however many
 * ask. It runs after the body has been read: who sends slowly takes no place.
 */
final class BoundWork extends OncePerRequestFilter {
  private final Semaphore webhooks;
  private final Semaphore reads;
  private final Duration patience;

  /**
   * Makes the filter.
   *
   * @param patience how long a request waits for a place before it is sent away
   */
  BoundWork(int webhooks, int reads, Duration patience) {
    this.webhooks = new Semaphore(webhooks);
    this.reads = new Semaphore(reads);
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
    Semaphore places = request.getMethod().equals("POST") ? webhooks : reads;
    if (!taken(places)) {
      Problems.write(
          response,
          new LedgerProblem(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "overloaded",
                  "The ledger has as much to do as it can; ask again later.")
              .withHeader(HttpHeaders.RETRY_AFTER, "1"));
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }

  private boolean taken(Semaphore places) {
    try {
      return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
