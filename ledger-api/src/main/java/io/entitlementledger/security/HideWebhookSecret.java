package io.entitlementledger.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first filter: from here on no log, trace, metric or problem can show the secret in a
 * webhook's path, because the path does not have it any more.
 */
final class HideWebhookSecret extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<WebhookPath> path = WebhookPath.of(request.getRequestURI());
    if (path.isPresent()) {
      chain.doFilter(new HiddenSecretRequest(request, path.get()), response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
