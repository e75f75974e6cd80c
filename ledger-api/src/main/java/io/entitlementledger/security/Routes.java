package io.entitlementledger.security;

import static io.entitlementledger.security.Role.ADMIN;
import static io.entitlementledger.security.Role.AUDITOR;
import static io.entitlementledger.security.Role.BILLING;
import static io.entitlementledger.security.Role.INGEST;
import static io.entitlementledger.security.Role.OPERATOR;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Which roles are let in to which route. A route that is not in this table exists for nobody, so a
 * new controller needs a line here. HEAD is allowed where GET is.
 */
public final class Routes {
  /** Where senders post, with the secret in a header. */
  static final String WEBHOOKS = "/v1/webhooks/{source}";

  private static final Set<Role> ANYBODY = Set.of();
  private static final Set<Role> READS = Set.of(AUDITOR, OPERATOR, ADMIN);
  private static final Set<Role> READS_OR_BILLS = Set.of(AUDITOR, OPERATOR, ADMIN, BILLING);
  private static final Set<Role> MENDS = Set.of(OPERATOR, ADMIN);
  private static final Set<Role> ADMINISTERS = Set.of(ADMIN);

  /** The table. */
  public static final List<Route> ALL =
      List.of(
          route(GET, "/actuator/health/liveness", ANYBODY),
          route(GET, "/actuator/health/readiness", ANYBODY),
          route(POST, WEBHOOKS, Set.of(INGEST)),
          route(GET, "/v1/accounts", READS),
          route(GET, "/v1/accounts/{account}", READS),
          route(GET, "/v1/accounts/{account}/entitlements", READS_OR_BILLS),
          route(GET, "/v1/accounts/{account}/history", READS),
          route(GET, "/v1/accounts/{account}/audit", READS),
          route(GET, "/v1/snapshots", READS_OR_BILLS),
          route(GET, "/v1/deliveries", READS),
          route(GET, "/v1/deliveries/{delivery}", READS),
          route(POST, "/v1/deliveries/{delivery}/retry", MENDS),
          route(POST, "/v1/deliveries/{delivery}/release", MENDS),
          route(POST, "/v1/deliveries/{delivery}/discard", MENDS),
          route(POST, "/v1/deliveries/retry", MENDS),
          route(POST, "/v1/deliveries/release", MENDS),
          route(POST, "/v1/deliveries/discard", MENDS),
          route(GET, "/v1/access", READS),
          route(GET, "/v1/admin/projections", READS),
          route(POST, "/v1/admin/projections/{projection}/rebuild", ADMINISTERS),
          route(POST, "/v1/admin/backups", ADMINISTERS),
          route(GET, "/v1/admin/keys", ADMINISTERS),
          route(POST, "/v1/admin/keys", ADMINISTERS),
          route(DELETE, "/v1/admin/keys/{key}", ADMINISTERS),
          route(GET, "/v1/admin/catalogue", READS),
          route(POST, "/v1/admin/catalogue/reload", ADMINISTERS),
          route(GET, "/v1/openapi.json", READS_OR_BILLS),
          route(GET, "/actuator/health", READS));

  /** Without a source, an account or a delivery in the path, and yet no more than one source's. */
  private static final Set<String> KEEPS_TO_A_SOURCE =
      Set.of(
          "/v1/accounts",
          "/v1/snapshots",
          "/v1/deliveries",
          "/v1/openapi.json",
          "/actuator/health");

  private Routes() {}

  /**
   * One line of the table.
   *
   * @param roles who is let in; empty means everybody, also without a credential
   */
  public record Route(
      HttpMethod method, String pattern, Set<Role> roles, PathPatternRequestMatcher path) {
    boolean isOpen() {
      return roles.isEmpty();
    }

    /** Whether a key that is bound to a source may use it. */
    boolean keepsToASource() {
      return Stream.of("{source}", "{account}", "{delivery}").anyMatch(pattern::contains)
          || KEEPS_TO_A_SOURCE.contains(pattern);
    }

    boolean allows(String requested) {
      return Arrays.asList(method.name(), method.equals(GET) ? "HEAD" : method.name())
          .contains(requested);
    }
  }

  private static Route route(HttpMethod method, String pattern, Set<Role> roles) {
    return new Route(method, pattern, roles, PathPatternRequestMatcher.pathPattern(pattern));
  }
}
