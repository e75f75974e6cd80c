package io.entitlementledger.security;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.security.Routes.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Reads {@link Routes} for one request. */
final class RouteAccess implements AuthorizationManager<RequestAuthorizationContext> {
  /** Why an authenticated caller is not let in. */
  record Denied(LedgerProblem problem) implements AuthorizationResult {
    @Override
    public boolean isGranted() {
      return false;
    }
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    List<Route> onPath =
        Routes.ALL.stream().filter(route -> route.path().matches(request)).toList();
    Optional<Route> route =
        onPath.stream().filter(candidate -> candidate.allows(request.getMethod())).findFirst();
    if (route.isPresent() && route.get().isOpen()) {
      return new AuthorizationDecision(true);
    }
    Authentication present = authentication.get();
    if (present == null || !(present.getPrincipal() instanceof Caller caller)) {
      return new AuthorizationDecision(false); // what exists is not told to a stranger
    }
    if (route.isEmpty()) {
      return new Denied(onPath.isEmpty() ? noRoute() : otherMethod(onPath));
    }
    if (!route.get().roles().contains(caller.role()) || isForeign(route.get(), caller, request)) {
      return new Denied(forbidden(caller));
    }
    if (caller.source() != null && !route.get().keepsToASource()) {
      return new Denied(
          new LedgerProblem(
              HttpStatus.FORBIDDEN,
              "forbidden",
              "This credential is of the source '%s' alone; use one of all sources."
                  .formatted(caller.source())));
    }
    return new AuthorizationDecision(true);
  }

  private static boolean isForeign(Route route, Caller caller, HttpServletRequest request) {
    String source = route.path().matcher(request).getVariables().get("source");
    return source != null && (caller.source() == null || !source.equals(caller.source().name()));
  }

  private static LedgerProblem noRoute() {
    return new LedgerProblem(
        HttpStatus.NOT_FOUND, "not_found", "There is nothing at this address; check the path.");
  }

  private static LedgerProblem otherMethod(List<Route> onPath) {
    TreeSet<String> methods = new TreeSet<>();
    onPath.forEach(route -> methods.add(route.method().name()));
    String allowed = String.join(", ", methods);
    return new LedgerProblem(
            HttpStatus.METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This address takes " + allowed + " only.")
        .withHeader("Allow", allowed);
  }

  private static LedgerProblem forbidden(Caller caller) {
    return new LedgerProblem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        caller.role() != Role.INGEST
            ? "The role '%s' may not do this; use a key of another role."
                .formatted(caller.role().word())
            : "This credential may only post webhooks of the source '%s'."
                .formatted(caller.source()));
  }
}
