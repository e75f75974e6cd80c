package io.entitlementledger.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Finds out who is asking. API keys come as {@code Authorization: Bearer}; a webhook's secret also
 * as Basic (the password), {@code X-Webhook-Secret} or in the path. Who shows nothing, or nothing
 * that is known, goes on as a stranger.
 */
final class AuthenticateCaller extends OncePerRequestFilter {
  /** Set on a request that showed a credential nobody has. */
  static final String REFUSED = AuthenticateCaller.class.getName() + ".REFUSED";

  private static final String BEARER = "Bearer ";
  private static final String WEBHOOK_HEADER = "X-Webhook-Secret";

  private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();
  private final Keys keys;
  private final OpenSources open;

  AuthenticateCaller(Keys keys, OpenSources open) {
    this.keys = keys;
    this.open = open;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    List<Secret> shown = shown(request);
    Optional<Caller> caller = shown.isEmpty() ? stranger(request) : keys.find(shown);
    if (caller.isPresent()) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              caller.get(), null, AuthorityUtils.NO_AUTHORITIES));
      SecurityContextHolder.setContext(context);
    } else if (!shown.isEmpty()) {
      request.setAttribute(REFUSED, true);
    }
    chain.doFilter(request, response);
  }

  private Optional<Caller> stranger(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getNativeRequest(request, HiddenSecretRequest.class))
        .flatMap(HiddenSecretRequest::source)
        .flatMap(open::stranger);
  }

  private List<Secret> shown(HttpServletRequest request) {
    List<Secret> shown = new ArrayList<>();
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      shown.add(new Secret(authorization.substring(BEARER.length()).strip()));
    }
    HiddenSecretRequest webhook = WebUtils.getNativeRequest(request, HiddenSecretRequest.class);
    if (webhook != null) {
      webhook.secret().ifPresent(shown::add);
      String header = request.getHeader(WEBHOOK_HEADER);
      if (header != null) {
        shown.add(new Secret(header.strip()));
      }
      basicPassword(request).ifPresent(shown::add);
    }
    return shown;
  }

  private Optional<Secret> basicPassword(HttpServletRequest request) {
    try {
      return Optional.ofNullable(basic.convert(request))
          .map(user -> new Secret(String.valueOf(user.getCredentials())));
    } catch (AuthenticationException e) {
      return Optional.of(new Secret("")); // something was shown, and it cannot be anybody's
    }
  }
}
