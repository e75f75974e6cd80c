package io.entitlementledger.security;

import com.mongodb.MongoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Takes in what other processes that share the store changed of the keys. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class KeyRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRefresh.class);
  private static final long EVERY_MILLIS = 5_000;

  private final Keys keys;

  KeyRefresh(Keys keys) {
    this.keys = keys;
  }

  @Scheduled(fixedDelay = EVERY_MILLIS, initialDelay = EVERY_MILLIS)
  void refresh() {
    try {
      keys.refresh();
    } catch (MongoException e) {
      LOG.warn("The keys cannot be read again; those read before still count", e);
    }
  }
}
