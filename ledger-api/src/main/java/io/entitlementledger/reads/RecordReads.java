package io.entitlementledger.reads;

import io.entitlementledger.access.AccessLog;
import io.entitlementledger.access.Read;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.security.Caller;
import io.entitlementledger.security.Role;
import io.entitlementledger.value.AccountId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Records every request with an API key after it was let in and before its controller is called,
 * whatever its method: a command's answer tells something too, and a backup takes everything away.
 * Left out are webhooks, which are in the ledger's own log, and what tells nothing of anybody:
 * health (served beside the controllers) and the description of the API.
 */
@Configuration(proxyBeanMethods = false)
class RecordReads implements WebMvcConfigurer, HandlerInterceptor {
  private static final String ACCOUNT = "account";

  /** Names of parameters that are kept. A search term is not: it may be somebody's name. */
  private static final List<String> RANGE =
      List.of("as_of", "known_at", "from", "to", "limit", "starting_after");

  private final AccessLog log;

  RecordReads(LedgerNode ledger) {
    this.log = ledger.access();
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    // Before what refuses a foreign account: that somebody asked for it is to be known.
    registry.addInterceptor(this).order(0).excludePathPatterns("/v1/openapi.json");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Caller caller = Caller.current();
    if (caller != null && caller.role() != Role.INGEST) {
      log.record(read(request, caller));
    }
    return true;
  }

  private static Read read(HttpServletRequest request, Caller caller) {
    Map<String, String> path = new TreeMap<>();
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> variables) {
      variables.forEach((name, value) -> path.put(String.valueOf(name), String.valueOf(value)));
    }
    AccountId account =
        account(path.containsKey(ACCOUNT) ? path.get(ACCOUNT) : request.getParameter(ACCOUNT));
    if (account != null) {
      path.remove(ACCOUNT);
    }
    Map<String, String> range = new TreeMap<>();
    for (String name : RANGE) {
      String value = request.getParameter(name);
      if (value != null) {
        range.put(name, value);
      }
    }
    String route =
        request.getMethod()
            + " "
            + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return new Read(caller.keyId(), caller.role().word(), route, account, path, range);
  }

  /** What is no account is about none; the controller says so. */
  private static @Nullable AccountId account(@Nullable String text) {
    try {
      return text == null ? null : AccountId.parse(text);
    } catch (IllegalArgumentException notAnAccount) {
      return null;
    }
  }
}
