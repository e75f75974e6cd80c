package io.entitlementledger.web;

import io.entitlementledger.problem.ProblemReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What is set on Tomcat in code; its time-outs and sizes are in {@code application.properties}. */
@Configuration(proxyBeanMethods = false)
class ServerBounds implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
  @Override
  public void customize(TomcatServletWebServerFactory tomcat) {
    tomcat.setProtocol(PromptProtocol.class.getName());
    tomcat.addContextCustomizers(
        context -> {
          context.getParent().getPipeline().addValve(new ProblemReportValve());
          context.getParent().getPipeline().addValve(new UnreadBodyValve());
        });
    // A sender that asks first is not invited to send a body that will be refused.
    tomcat.addConnectorCustomizers(
        connector -> connector.setProperty("continueResponseTiming", "onRead"));
  }

  /** After Boot's own, whose error valve is then the outer one and finds the error reported. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
