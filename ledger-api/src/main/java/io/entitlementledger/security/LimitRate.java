package io.entitlementledger.security;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what a known caller asks too often; strangers are counted where they are refused. */
final class LimitRate extends OncePerRequestFilter {
  private final RateLimits limits;

  LimitRate(RateLimits limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Caller caller = Caller.current();
    if (caller != null) {
      Optional<LedgerProblem> tooMany = limits.take(caller);
      if (tooMany.isPresent()) {
        Problems.write(response, tooMany.get());
        return;
      }
    }
    chain.doFilter(request, response);
  }
}
