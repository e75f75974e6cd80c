package io.entitlementledger.cli;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.CannotStart;
import io.entitlementledger.LedgerApplication;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.security.Keys;
import io.entitlementledger.security.OpenSources;
import io.entitlementledger.security.RateLimits;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Starts the web part of the ledger on a store that is already open. */
final class Server {
  private Server() {}

  /** The application around ready-made parts; the caller runs it, and keeps the store. */
  static SpringApplicationBuilder application(
      Settings settings, Store store, LedgerNode ledger, Keys keys, OpenSources open) {
    // Registered as singletons, which the context does not destroy: the store outlives it.
    ApplicationContextInitializer<ConfigurableApplicationContext> parts =
        context -> {
          var beans = context.getBeanFactory();
          beans.registerSingleton(Settings.class.getName(), settings);
          beans.registerSingleton(Store.class.getName(), store);
          beans.registerSingleton(MongoClient.class.getName(), store.client());
          beans.registerSingleton(MongoDatabase.class.getName(), store.database());
          beans.registerSingleton(LedgerNode.class.getName(), ledger);
          beans.registerSingleton(Keys.class.getName(), keys);
          beans.registerSingleton(OpenSources.class.getName(), open);
          beans.registerSingleton(RateLimits.class.getName(), new RateLimits(settings.rateLimit()));
        };
    return new SpringApplicationBuilder(LedgerApplication.class)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .initializers(parts);
  }

  /**
   * Starts it.
   *
   * @return the port it answers on
   * @throws CannotStart if the port cannot be taken
   */
  static int start(Settings settings, Store store, LedgerNode ledger, Keys keys, OpenSources open) {
    try {
      Environment environment =
          application(settings, store, ledger, keys, open)
              .run(arguments(settings))
              .getEnvironment();
      return environment.getRequiredProperty("local.server.port", Integer.class);
    } catch (ApplicationContextException | WebServerException e) {
      throw explain(e, settings.port());
    }
  }

  /** Arguments win over everything else Boot reads, and no file of the working directory counts. */
  static String[] arguments(Settings settings) {
    return new String[] {
      "--server.port=" + settings.port(), "--spring.config.location=classpath:/"
    };
  }

  private static RuntimeException explain(RuntimeException thrown, int port) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException) {
        return new CannotStart(
            "port %d is in use; stop the other program or choose another port with --port"
                .formatted(port),
            thrown);
      }
      if (cause instanceof WebServerException) {
        return new CannotStart(
            "port %d cannot be opened; choose another port with --port".formatted(port), thrown);
      }
    }
    return thrown;
  }
}
