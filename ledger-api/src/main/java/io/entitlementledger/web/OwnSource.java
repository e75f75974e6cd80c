package io.entitlementledger.web;

import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.Unknown;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Keeps a caller that is bound to a source to that source's accounts and deliveries, on every route
 * that names one in its path as {@code {account}} or {@code {delivery}}.
 */
@Configuration(proxyBeanMethods = false)
class OwnSource implements WebMvcConfigurer, HandlerInterceptor {
  private final LedgerNode ledger;

  OwnSource(LedgerNode ledger) {
    this.ledger = ledger;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(1);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Caller caller = Caller.current();
    if (caller != null
        && caller.source() != null
        && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> inPath) {
      String own = caller.source().name();
      checkAccount(own, inPath.get("account"));
      checkDelivery(own, inPath.get("delivery"));
    }
    return true;
  }

  private static void checkAccount(String own, @Nullable Object account) {
    if (account != null && !account.toString().startsWith(own + ".")) {
      throw Unknown.account(AddressValues.account(account.toString()));
    }
  }

  private void checkDelivery(String own, @Nullable Object delivery) {
    if (delivery != null
        && ledger
            .views()
            .deliveries()
            .get(delivery.toString(), Freshness.DEFAULT)
            .filter(record -> record.source().equals(own))
            .isEmpty()) {
      throw Unknown.delivery();
    }
  }
}
