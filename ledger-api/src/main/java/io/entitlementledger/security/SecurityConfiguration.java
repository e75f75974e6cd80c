package io.entitlementledger.security;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The order of the filters, and what a refusal looks like. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);
  private static final Duration WORK_PATIENCE = Duration.ofMillis(500);

  // Commits are grouped, so some dozens at once are faster than a few; of threads there are more,
  // so that there is always one to send away what is too much.
  private static final int POSTS = 64;
  private static final int OTHERS = 32;

  @Bean
  FilterRegistrationBean<HideWebhookSecret> hideWebhookSecret() {
    FilterRegistrationBean<HideWebhookSecret> first =
        new FilterRegistrationBean<>(new HideWebhookSecret());
    first.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return first;
  }

  @Bean
  SecurityFilterChain chain(HttpSecurity http, Keys keys, OpenSources open, RateLimits limits) {
    return http.csrf(AbstractHttpConfigurer::disable) // no cookie lets anybody in
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(
                        csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
        .addFilterBefore(new AuthenticateCaller(keys, open), AnonymousAuthenticationFilter.class)
        .addFilterAfter(new LimitRate(limits), AnonymousAuthenticationFilter.class)
        .addFilterAfter(new BoundBody(BODY_PATIENCE), AuthorizationFilter.class)
        .addFilterAfter(new BoundWork(POSTS, OTHERS, WORK_PATIENCE), BoundBody.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().access(new RouteAccess()))
        .exceptionHandling(
            refusals ->
                refusals
                    .authenticationEntryPoint(
                        (request, response, _) -> unauthorized(request, response, limits))
                    .accessDeniedHandler(SecurityConfiguration::denied))
        .build();
  }

  /** Nobody looks at how long each filter takes, and to measure it costs more than some do. */
  @Bean
  SecurityObservationSettings observations() {
    return SecurityObservationSettings.noObservations();
  }

  /**
   * Any method reaches the table of routes, which answers 405 for those it does not name; and any
   * value of a header, because a delivery is not lost for the key its sender gave it.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderValues(_ -> true);
    return firewall;
  }

  @Bean
  RequestRejectedHandler rejectedPath() {
    return (request, response, reason) ->
        Problems.write(
            response,
            new LedgerProblem(
                HttpStatus.BAD_REQUEST,
                "bad_request",
                "The address has a character or a form that is not taken; write it plainly."));
  }

  private static void unauthorized(
      HttpServletRequest request, HttpServletResponse response, RateLimits limits)
      throws IOException {
    Optional<LedgerProblem> tooMany = limits.takeRefused(request.getRemoteAddr());
    if (tooMany.isPresent()) {
      Problems.write(response, tooMany.get());
      return;
    }
    LedgerProblem problem =
        request.getAttribute(AuthenticateCaller.REFUSED) == null
            ? new LedgerProblem(
                HttpStatus.UNAUTHORIZED,
                "credential_missing",
                "Show a credential, for example Authorization: Bearer and your key.")
            : new LedgerProblem(
                HttpStatus.UNAUTHORIZED,
                "credential_unknown",
                "The credential shown is not known; check it, or ask for a new one.");
    Problems.write(response, problem.withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
  }

  private static void denied(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
      throws IOException {
    if (reason instanceof AuthorizationDeniedException denial
        && denial.getAuthorizationResult() instanceof RouteAccess.Denied why) {
      Problems.write(response, why.problem());
    } else {
      Problems.write(
          response,
          new LedgerProblem(HttpStatus.FORBIDDEN, "forbidden", "This credential may not do this."));
    }
  }
}
